import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { M4Line } from './forecast.ts';
import type { M4Options } from './options.ts';
import type { M4Series } from './table.ts';

/** A thread reads TypeScript only once it has been told how. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/**
 * Forecasts all series on worker threads.
 * @param onLine called with each line as it is done, in any order
 * @throws Error when a worker fails
 */
export async function forecastAll(
  series: readonly M4Series[],
  options: M4Options,
  threads: number,
  onLine: (line: M4Line) => void,
): Promise<void> {
  const waiting = [...series];
  const work = async () => {
    const worker = new Worker(start, { eval: true, workerData: options });
    try {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        worker.postMessage(one);
        const [line] = (await once(worker, 'message')) as [M4Line];
        onLine(line);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, series.length) }, work));
}
