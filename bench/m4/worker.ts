/** A worker of ./crew.ts: forecasts the series that it is handed, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { forecastSeries } from './forecast.ts';
import type { M4Options } from './options.ts';
import type { M4Series } from './table.ts';

const options = workerData as M4Options;
parentPort?.on('message', (series: M4Series) => parentPort?.postMessage(forecastSeries(series, options)));
