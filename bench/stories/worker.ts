/** A worker of ./crew.ts: plays the runs that it is handed, one at a time. */
import { parentPort } from 'node:worker_threads';
import { play, type Run } from './play.ts';

parentPort?.on('message', async (run: Run) => {
  const outcome = await play(run, (day, incidents) => {
    process.stderr.write(`seed ${run.seed} ${run.story}: day ${day}, ${incidents} incidents\n`);
  });
  parentPort?.postMessage(outcome);
});
