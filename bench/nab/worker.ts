/** A worker of ./crew.ts: marks the files that it is handed, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job } from './crew.ts';
import { mark } from './mark.ts';
import type { LabelledFile } from './read.ts';

const job = workerData as Job;
parentPort?.on('message', (file: LabelledFile) => parentPort?.postMessage(mark(file, job)));
