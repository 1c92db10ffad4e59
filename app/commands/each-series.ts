import { setImmediate } from 'node:timers/promises';
import { ArimaError } from '../../lib/domain/forecast/arima/error.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import type { CommandIo } from './command-io.ts';
import type { FileSeries, SeriesFile } from './series-file.ts';

/** What makes one series impossible to work on, in words: the others go on. */
export class SeriesRefusal extends Error {
  override readonly name = 'SeriesRefusal';
}

/**
 * Does the work on every series of a file, one after the other, and gives the results in their order. What is wrong
 * with rows is told on stderr, and progress is shown where somebody watches.
 * @param done called as soon as a series is
 * @throws ConfigError after all series are done, with a line for each that no model could be made of
 */
export async function eachSeries<T>(
  path: string,
  file: SeriesFile,
  io: CommandIo,
  work: (series: FileSeries) => T | Promise<T>,
  done: (results: readonly T[]) => void | Promise<void>,
): Promise<void> {
  for (const { kind, message, count } of file.problems) io.err(`${kind} (${count}): ${message}\n`);
  const progress = io.progress('fitting');
  const refusals: string[] = [];
  const results: T[] = [];
  const total = file.series.length;
  for (const [i, series] of file.series.entries()) {
    progress?.update(i / total, `series ${i + 1} of ${total}: ${series.name}`);
    // A fit is one long calculation: the progress is drawn before it, or not at all.
    if (progress) await setImmediate();
    try {
      results.push(await work(series));
    } catch (error) {
      if (!(error instanceof ArimaError || error instanceof SeriesRefusal)) throw error;
      refusals.push(`${path}: series ${series.name}: ${error.message}`);
    }
  }
  progress?.update(1, `${total} series`);
  progress?.end();
  if (results.length > 0) await done(results);
  if (refusals.length > 0) throw new ConfigError(refusals);
}
