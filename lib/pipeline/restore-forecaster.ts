import { explainedAmong } from '../domain/forecast/effects/index.ts';
import type { Json, RatedForecaster, RatedModel } from '../domain/forecast/forecaster.ts';
import { pool } from '../domain/forecast/pool/index.ts';
import { seasonalNaive } from '../domain/forecast/seasonal-naive/index.ts';

/**
 * Those that the stages fit by themselves, bare and with a calendar. Not the whole registry: SARIMAX alone is 70 kB in
 * the bundle of each function, and a deployed stage never fits it.
 */
const known: readonly RatedForecaster[] = [seasonalNaive, pool, explainedAmong([seasonalNaive, pool])];

/** The model that a forecaster of this id saved. @throws RangeError when no stage fits such, or the state is damaged */
export function restoreForecaster(id: Json | undefined, state: Json | undefined): RatedModel {
  const forecaster = known.find((one) => one.id === id);
  if (forecaster === undefined)
    throw new RangeError(
      `got a state of forecaster ${String(id)}, known here: ${known.map((one) => one.id).join(', ')}; train anew`,
    );
  return forecaster.restore(state ?? null);
}
