import type { Json } from '../../../domain/forecast/forecaster.ts';
import { type SavedFields, savedFault } from '../../../domain/forecast/saved-fields.ts';

/** A season as a Fourier series: `order` sines and cosines of a period in days since the epoch. */
export interface FourierSeason {
  readonly periodDays: number;
  readonly order: number;
}

/** What Prophet has learnt: all that a forecast needs. Symbols are those of Taylor and Letham (2018). */
export interface ProphetParameters {
  /** Time 0 of the trend, in ms, and the time that is 1. */
  readonly startMs: number;
  readonly endMs: number;
  /** What values were divided by. */
  readonly valueScale: number;
  /** Growth and offset of the trend. */
  readonly k: number;
  readonly m: number;
  /** Times of the trend's bends, 0 to 1, and by how much its growth changes there. */
  readonly bends: readonly number[];
  readonly delta: readonly number[];
  readonly seasons: readonly FourierSeason[];
  /** By season, then by harmonic: of its sine and of its cosine. */
  readonly beta: readonly number[];
  /** Standard deviation of the errors. */
  readonly sigma: number;
}

const dayMs = 86_400_000;

/** The columns of the seasons at a time, in the order of `beta`. */
export function seasonColumns(seasons: readonly FourierSeason[], timeMs: number): number[] {
  return seasons.flatMap(({ periodDays, order }) =>
    Array.from({ length: order }, (_, i) => {
      const angle = (2 * Math.PI * (i + 1) * (timeMs / dayMs)) / periodDays;
      return [Math.sin(angle), Math.cos(angle)];
    }).flat(),
  );
}

/** The mean at a time, in the unit of the series. */
export function meanAt(parameters: ProphetParameters, timeMs: number): number {
  const { startMs, endMs, valueScale, k, m, bends, delta, seasons, beta } = parameters;
  const t = (timeMs - startMs) / (endMs - startMs);
  const trend = bends.reduce((sum, bend, j) => sum + Math.max(0, t - bend) * (delta[j] ?? 0), m + k * t);
  const columns = seasonColumns(seasons, timeMs);
  return valueScale * columns.reduce((sum, value, j) => sum + value * (beta[j] ?? 0), trend);
}

/**
 * Standard deviation of the error at a time, in the unit of the series: of the errors, and of bends to come, as many
 * and as sharp as those of the past. Prophet draws the latter at random: as many bends in a time as in the past
 * (Poisson), each of a Laplace law; this is the variance of what it draws.
 * Source: Taylor and Letham (2018), Forecasting at scale, section 3.1.4.
 */
export function sdAt(parameters: ProphetParameters, timeMs: number): number {
  const { startMs, endMs, valueScale, delta, sigma } = parameters;
  const beyond = Math.max(0, (timeMs - endMs) / (endMs - startMs));
  const sharpness = delta.reduce((sum, change) => sum + Math.abs(change), 0) / Math.max(1, delta.length);
  const ofTrend = (delta.length * 2 * sharpness ** 2 * beyond ** 3) / 3;
  return valueScale * Math.sqrt(sigma ** 2 + ofTrend);
}

export function packParameters(parameters: ProphetParameters): { readonly [key: string]: Json } {
  const { seasons, bends, delta, beta, ...numbers } = parameters;
  return {
    ...numbers,
    bends: [...bends],
    delta: [...delta],
    beta: [...beta],
    seasons: seasons.map(({ periodDays, order }) => [periodDays, order]),
  };
}

/** @throws RangeError when a field is missing or no such */
export function unpackParameters(fields: SavedFields): ProphetParameters {
  const parameters = {
    startMs: fields.number('startMs'),
    endMs: fields.number('endMs'),
    valueScale: fields.number('valueScale'),
    k: fields.number('k'),
    m: fields.number('m'),
    bends: numbersOf(fields.list('bends'), 'bends'),
    delta: numbersOf(fields.list('delta'), 'delta'),
    beta: numbersOf(fields.list('beta'), 'beta'),
    seasons: fields.list('seasons').map(seasonOf),
    sigma: fields.number('sigma', 0),
  };
  const columns = parameters.seasons.reduce((sum, { order }) => sum + 2 * order, 0);
  if (parameters.beta.length !== columns) throw savedFault('beta', `${parameters.beta.length} numbers`);
  if (parameters.delta.length !== parameters.bends.length)
    throw savedFault('delta', `${parameters.delta.length} numbers`);
  if (!(parameters.endMs > parameters.startMs)) throw savedFault('endMs', String(parameters.endMs));
  return parameters;
}

function numbersOf(list: readonly Json[], name: string): number[] {
  return list.map((item) => {
    if (typeof item === 'number' && Number.isFinite(item)) return item;
    throw savedFault(name, JSON.stringify(item));
  });
}

function seasonOf(row: Json): FourierSeason {
  const [periodDays, order] = Array.isArray(row) ? (row as readonly Json[]) : [];
  if (
    typeof periodDays === 'number' &&
    periodDays > 0 &&
    typeof order === 'number' &&
    Number.isInteger(order)
  )
    return { periodDays, order };
  throw savedFault('seasons', JSON.stringify(row));
}
