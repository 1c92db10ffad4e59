/** A worker of ./crew.ts: rolls the series that it is handed, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { HourlySeries } from './read.ts';
import { type RollOptions, rollSeries } from './roll.ts';

const options = workerData as RollOptions;
parentPort?.on('message', (series: HourlySeries) => parentPort?.postMessage(rollSeries(series, options)));
