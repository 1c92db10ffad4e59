/** Forecasts of the M4 competition's series by the pool, with 95 % intervals: `npm run bench:m4 -- --help`. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createProgress } from '../app/progress.ts';
import { forecastAll } from './m4/crew.ts';
import { readOptions, usage } from './m4/options.ts';
import { readTable } from './m4/table.ts';

const options = readOptions(process.argv.slice(2));
if (options === undefined) console.log(usage);
else {
  const series = readTable(options.train);
  const out = openSync(options.out, 'w');
  const progress = createProgress('forecasting');
  let done = 0;
  let failed = 0;
  let cpu = 0;
  try {
    await forecastAll(series, options, options.threads, (line) => {
      writeSync(out, `${JSON.stringify(line)}\n`);
      done++;
      cpu += line.cpu;
      if (line.error !== undefined) failed++;
      progress.update(done / series.length, `${done} of ${series.length} series`);
    });
  } finally {
    progress.end();
    closeSync(out);
  }
  console.log(
    `${done - failed} series forecast, ${failed} failed, ${(cpu / done).toFixed(3)} CPU s a series`,
  );
  if (failed > 0) process.exitCode = 1;
}
