import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LabelledFile } from './read.ts';

/** What the workers do with each file. */
export interface Job {
  readonly layer: 'sensitive' | 'quiet' | 'service';
  /** Of no meaning to the service, which has its own. */
  readonly detector: string;
  /** Sensitive: whether the detector is told the file's least and greatest value. */
  readonly withRange: boolean;
  /** Quiet and service: false alarms a week that are asked for. */
  readonly budget: number;
}

export interface Marked {
  readonly scores: Float64Array;
  /** 1 where there is an alarm. */
  readonly flags: Uint8Array;
}

/** A thread reads TypeScript only once it has been told how. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/**
 * Runs a detector over all files on worker threads.
 * @param onDone called after each file, in any order
 * @throws Error when a worker fails
 */
export async function markAll(
  files: readonly LabelledFile[],
  job: Job,
  threads: number,
  onDone: (file: LabelledFile, marked: Marked) => void,
): Promise<void> {
  const waiting = [...files];
  const work = async () => {
    const worker = new Worker(start, { eval: true, workerData: job });
    try {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        worker.postMessage(file);
        const [marked] = (await once(worker, 'message')) as [Marked];
        onDone(file, marked);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, files.length) }, work));
}
