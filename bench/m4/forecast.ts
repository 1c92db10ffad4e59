import { readFileSync } from 'node:fs';
import { forecasterById } from '../../lib/domain/forecast/index.ts';
import type { M4Options } from './options.ts';
import type { M4Series } from './table.ts';

/** A line of the result. Without `mean` the series failed. */
export interface M4Line {
  readonly id: string;
  readonly mean?: readonly number[];
  readonly lo?: readonly number[];
  readonly hi?: readonly number[];
  readonly model?: string;
  readonly error?: string;
  /** CPU seconds of the thread: fit, forecast and interval. */
  readonly cpu: number;
}

const hourMs = 3_600_000;

/** Fits and forecasts one series; what fails says why. */
export function forecastSeries({ id, values }: M4Series, options: M4Options): M4Line {
  const before = cpuSeconds();
  try {
    return { id, ...forecast(values, options), cpu: cpuSeconds() - before };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error), cpu: cpuSeconds() - before };
  }
}

function forecast(values: Float64Array, { forecaster, seasons, horizon, last }: M4Options) {
  const y = last === undefined ? values : values.slice(-last);
  const stepMs = seasons.includes(168) ? hourMs : 7 * 24 * hourMs;
  const result = forecasterById(forecaster)?.fit(y, { stepMs, startMs: 0, periods: seasons, horizon });
  if (result?.kind !== 'fitted') throw new Error(`${y.length} values are too few`);
  const { mean, lower, upper } = result.model.forecast(horizon, 0.95);
  return { mean: [...mean], lo: [...lower], hi: [...upper], model: result.model.description };
}

/** CPU time of this thread where Linux tells it, else the time that passes. */
function cpuSeconds(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return performance.now() / 1000;
  }
}
