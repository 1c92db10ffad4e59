import type { Forecaster } from '../../forecast/forecaster.ts';
import { seasonalNaive } from '../../forecast/seasonal-naive/index.ts';
import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { type ForecastResidualOptions, planOf } from './options.ts';
import { ResidualStream } from './residual-stream.ts';

export type { ForecastResidualOptions } from './options.ts';

/**
 * A detector by the errors of a forecaster, which it fits on its own window of the stream and fits again now and then.
 * Scores are in deviations of the forecast; p-values are their ranks among those of the same part of the day.
 * @throws RangeError when an option is out of range
 */
export function createForecastResidual(
  forecaster: Forecaster,
  options: ForecastResidualOptions = {},
): Detector {
  const id = options.id ?? 'forecast-residual';
  const plan = planOf(options);
  return streamDetector(id, {
    create: (stream) => new ResidualStream(forecaster, plan, stream),
    restore: (stream, state) => ResidualStream.restore(forecaster, plan, stream, state),
  });
}

/** By the errors of seasonal naive with drift, the cheapest forecaster with a season. See README.md. */
export const forecastResidual: Detector = createForecastResidual(seasonalNaive);
