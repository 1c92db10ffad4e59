import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { median } from '../../numerics/order-statistics.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { hybridEsd } from './hybrid-esd.ts';
import { periodicSeason } from './season.ts';

/** What is normal of a series: the last run of S-H-ESD over its window. */
export interface EsdNorm {
  /** By phase; empty where there is no season (yet). */
  readonly season: Float32Array;
  /** Of the values without their season, anomalies left out. */
  readonly centre: number;
  readonly scale: number;
}

/** Twitter's own defaults. */
const maxShare = 0.1;
const alpha = 0.05;
const fewest = 8;

/**
 * Runs S-H-ESD, both sides, over a window; `undefined` when it has fewer than 8 values.
 * @param values oldest first, evenly spaced; NaN is a gap
 * @param period values in a season; with less than two seasons, or 0, none is taken away
 * @param phase of the first value
 */
export function normOf(values: Float32Array, period: number, phase: number): EsdNorm | undefined {
  const begin = values.findIndex((value) => !Number.isNaN(value));
  const window = begin < 0 ? new Float64Array(0) : Float64Array.from(values.subarray(begin));
  const season = seasonOf(window, period, phase + begin);
  const rest = withoutSeason(window, season, phase + begin).filter((value) => !Number.isNaN(value));
  if (rest.length < fewest) return undefined;
  const level = median(rest);
  const most = Math.trunc(rest.length * maxShare);
  const { centre, scale } = hybridEsd(
    rest.map((value) => value - level),
    { most, direction: 'both', alpha },
  );
  return { season, centre: level + centre, scale };
}

function seasonOf(window: Float64Array, period: number, phase: number): Float32Array {
  if (period < 2 || window.length < 2 * period) return new Float32Array(0);
  const { seasonal } = periodicSeason(window, period);
  const season = new Float32Array(period);
  for (let i = 0; i < period; i++) season[(phase + i) % period] = seasonal[i]!;
  return season;
}

function withoutSeason(window: Float64Array, season: Float32Array, phase: number): Float64Array {
  if (season.length === 0) return window;
  return window.map((value, i) => value - season[(phase + i) % season.length]!);
}

/** Season at a place between slots, by a straight line. @param place in slots, any number */
export function seasonAt({ season }: EsdNorm, place: number): number {
  const period = season.length;
  if (period === 0) return 0;
  const slot = Math.floor(place);
  const low = ((slot % period) + period) % period;
  const high = low + 1 === period ? 0 : low + 1;
  return season[low]! + (place - slot) * (season[high]! - season[low]!);
}

export function normState(norm: EsdNorm): Json {
  const { season, centre, scale } = norm;
  return { kind: 'esd-norm', version: 1, season: packFloats(season), centre, scale };
}

/** @throws RangeError when the state is not one that `normState` gave for that period */
export function restoreNorm(state: Json, period: number): EsdNorm {
  const fields = new SavedFields(state, 'esd-norm');
  const season = fields.floats('season');
  if (season.length !== 0 && season.length !== period)
    throw new RangeError(
      `got a season of ${season.length} slots where ${period} belong: give what state() made`,
    );
  return { season, centre: fields.number('centre'), scale: fields.number('scale', 0) };
}
