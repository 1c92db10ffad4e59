import type { Forecaster } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { seasonalNaive } from '../../forecast/seasonal-naive/index.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
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
  return {
    id,
    create: (stream) => modelOf(id, stream, new ResidualStream(forecaster, plan, stream)),
    restore: (state) => {
      const fields = new SavedFields(state, id);
      const stream = restoreStream(fields.json('stream'));
      const restored = ResidualStream.restore(forecaster, plan, stream, fields.json('residuals'));
      return modelOf(id, stream, restored);
    },
  };
}

/** By the errors of seasonal naive with drift, the cheapest forecaster with a season. See README.md. */
export const forecastResidual: Detector = createForecastResidual(seasonalNaive);

function modelOf(id: string, options: StreamOptions, residuals: ResidualStream): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed, timeMs }) => residuals.score(usableValue(observed), timeMs),
    update: ({ observed, timeMs }) => residuals.update(usableValue(observed), timeMs),
    state: () => ({
      kind: id,
      version: 1,
      stream: streamState(options),
      residuals: residuals.state(),
    }),
  };
}
