import { Worker } from 'node:worker_threads';
import type { HourlySeries } from './read.ts';
import type { RollOptions, SeriesScore } from './roll.ts';

/** A thread reads TypeScript only once it has been told how. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/**
 * Rolls all series on worker threads.
 * @param onDone called after each, with what came of it: nothing where no day could be forecast
 * @throws Error when a worker fails
 */
export async function rollAll(
  series: readonly HourlySeries[],
  options: RollOptions,
  threads: number,
  onDone: (series: HourlySeries, score: SeriesScore | undefined) => void,
): Promise<readonly SeriesScore[]> {
  const waiting = [...series.keys()];
  const scores: (SeriesScore | undefined)[] = series.map(() => undefined);
  const work = async () => {
    const worker = new Worker(start, { eval: true, workerData: options });
    try {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const one = series[index];
        if (one === undefined) continue;
        const score = await answer(worker, one);
        scores[index] = score;
        onDone(one, score);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, series.length) }, work));
  return scores.flatMap((score) => score ?? []);
}

function answer(worker: Worker, series: HourlySeries): Promise<SeriesScore | undefined> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = (score: SeriesScore | undefined) => {
      settle();
      resolve(score);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(series);
  });
}
