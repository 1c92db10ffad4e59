/** Memory of a process that keeps many series' fused detectors: `node memory.ts SERIES`. Prints a `Memory` as JSON. */
import { fused } from '../../lib/domain/anomaly/index.ts';
import { createTraffic, stepMs } from './traffic.ts';

export interface Memory {
  readonly series: number;
  /** Resident set of the process before the first series, in MB. */
  readonly emptyMb: number;
  /** With all series in memory, each having taken a point. */
  readonly fullMb: number;
}

const series = Number(process.argv[2]);
const weeks = 8 * 7 * 288;
const megabyte = 1024 * 1024;

/** Text of a detector that has seen eight weeks: what each series begins with. */
function warmState(): string {
  const traffic = createTraffic(1);
  const model = fused.create({ stepMs, startMs: 0 });
  for (let i = 0; i < weeks; i++) model.take(traffic(i));
  return JSON.stringify(model.state());
}

const text = warmState();
const emptyMb = process.memoryUsage.rss() / megabyte;
const point = createTraffic(1)(weeks);
const models = Array.from({ length: series }, () => {
  const model = fused.restore(JSON.parse(text));
  model.take(point);
  return model;
});
const fullMb = process.memoryUsage.rss() / megabyte;
console.log(JSON.stringify({ series: models.length, emptyMb, fullMb } satisfies Memory));
