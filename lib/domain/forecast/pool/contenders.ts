import { unpackAnalogState } from '../analog/state.ts';
import type { FitOptions, Forecaster, Json } from '../forecaster.ts';
import { fourierAr } from '../fourier-ar/index.ts';
import type { Bridged } from '../lag-regression/fit.ts';
import type { History } from '../lag-regression/history.ts';
import type { LagChoice } from '../lag-regression/lags.ts';
import { unpackLagState } from '../lag-regression/state.ts';
import { type LagVariant, lagVariants } from '../lag-regression/variant.ts';
import { seasonalNaive } from '../seasonal-naive/index.ts';
import { createSlotProfile } from '../slot-profile/index.ts';
import {
  analogContender,
  type Contender,
  type Fitted,
  fittedAnalog,
  fittedLag,
  forecasterContender,
  lagContender,
  type Part,
  partOf,
} from './contender.ts';
import { isRepeatId, repeatContender, unpackRepeat } from './repeat.ts';

/** Forecasters that contend as they are, the yardstick first. */
const forecasters: readonly Forecaster[] = [
  seasonalNaive,
  createSlotProfile({ decay: 0.5, echoes: true }),
  fourierAr,
];
const { fullLog, ...weighed } = lagVariants;
/** Those of all variants that say what no other says; `fullLog` is near the mean of others. */
const variants: readonly LagVariant[] = Object.values(weighed);

/** Quarters of a week are no rhythm, and the last values alone say less than a day does. */
const forOneSeason: readonly LagChoice[] = ['parts', 'near'];

/** Seasons that the stretches of each are long. */
const analogs = { analog: 1, 'analog-two': 2 } as const;

/** All that contend for a series, in the order in which they are tried while time lasts: seasonal naive is the first. */
export function contendersFor(series: Bridged, y: Float64Array, options: FitOptions): readonly Contender[] {
  const asTheyAre = forecasters.map((one) => forecasterContender(one, y, options));
  return [
    ...asTheyAre,
    ...variants
      .filter(({ lags }) => options.periods.length < 2 || !forOneSeason.includes(lags))
      .map((variant) => lagContender(variant, series, options)),
    ...Object.entries(analogs).map(([id, seasons]) => analogContender(id, series, options, seasons)),
    ...[1, ...options.periods].map((season) => repeatContender(series.values, season)),
  ];
}

/** The part that a contender of that name saved. @throws RangeError when there is none such, or the state is damaged */
export function restorePart(id: string, state: Json, history: History): Part {
  const fitted = restoreLeaning(id, state);
  if (fitted !== undefined) {
    const { looksBack } = fitted;
    const { length } = history.values;
    if (looksBack > length)
      throw new RangeError(
        `got a history of ${length} values for ${id}, which looks back ${looksBack}: train anew`,
      );
    return fitted.attach(history);
  }
  const forecaster = forecasters.find((one) => one.id === id);
  if (forecaster === undefined) throw new RangeError(`got the part ${id}, which no pool has: train anew`);
  return partOf(forecaster.restore(state));
}

/** A part that leans on the pool's history; undefined for the name of another. */
function restoreLeaning(id: string, state: Json): Fitted | undefined {
  if (variants.some((variant) => variant.id === id)) return fittedLag(unpackLagState(state));
  if (id in analogs) return fittedAnalog(unpackAnalogState(state));
  return isRepeatId(id) ? unpackRepeat(state) : undefined;
}
