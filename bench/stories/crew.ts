import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Outcome, Run } from './play.ts';

/** A thread reads TypeScript only once it has been told how. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/**
 * Plays all runs on worker threads.
 * @param onDone called after each run, in any order
 * @returns what came of them, in the order of the runs
 * @throws Error when a worker fails
 */
export async function playAll(
  runs: readonly Run[],
  threads: number,
  onDone: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const waiting = [...runs.entries()];
  const outcomes: Outcome[] = [];
  const work = async () => {
    const worker = new Worker(start, { eval: true });
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, run] = next;
        worker.postMessage(run);
        const [outcome] = (await once(worker, 'message')) as [Outcome];
        outcomes[index] = outcome;
        onDone(outcome);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, runs.length) }, work));
  return outcomes;
}
