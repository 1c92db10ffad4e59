import { acf } from '../../series/autocorrelation.ts';

/** A season by the slot of the step; factors where it multiplies, parts where it adds; one neutral slot for none. */
export interface Season {
  readonly kind: 'multiplies' | 'adds';
  readonly slots: Float64Array;
}

export const noSeason: Season = { kind: 'adds', slots: new Float64Array(1) };

/** Standard normal quantile of 90 %, two-sided. */
const significant = 1.645;

/**
 * The season of a series if its autocorrelation says that there is one: at the lag of a season beyond 90 % of chance.
 * @param y values without gaps
 * Source: Fiorucci and others 2016, section 4; Bartlett's formula.
 */
export function seasonOf(y: Float64Array, period: number): Season {
  if (period < 2 || y.length < 3 * period || isConstant(y)) return noSeason;
  const correlations = acf(y, period);
  let sum = 1;
  for (let lag = 1; lag < period; lag++) sum += 2 * correlations[lag]! ** 2;
  const isSeasonal = Math.abs(correlations[period]!) > significant * Math.sqrt(sum / y.length);
  return isSeasonal ? classical(y, period) : noSeason;
}

function isConstant(y: Float64Array): boolean {
  return y.every((value) => value === y[0]);
}

/** The classical decomposition: what is beside the centred mean of a season, by slot. Multiplies where all is positive. */
function classical(y: Float64Array, period: number): Season {
  const kind = y.every((value) => value > 0) ? 'multiplies' : 'adds';
  const half = period >> 1;
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = half; t < y.length - half; t++) {
    const mean = centredMean(y, t, period);
    sums[t % period] = sums[t % period]! + (kind === 'multiplies' ? y[t]! / mean : y[t]! - mean);
    counts[t % period] = counts[t % period]! + 1;
  }
  const slots = sums.map((sum, slot) => sum / counts[slot]!);
  const mean = slots.reduce((a, b) => a + b, 0) / period;
  return { kind, slots: slots.map((slot) => (kind === 'multiplies' ? slot / mean : slot - mean)) };
}

/** Mean of a season around a value; of an even one, half of both ends. */
function centredMean(y: Float64Array, t: number, period: number): number {
  const half = period >> 1;
  const isEven = period % 2 === 0;
  let sum = isEven ? (y[t - half]! + y[t + half]!) / 2 : y[t - half]! + y[t + half]!;
  for (let i = t - half + 1; i < t + half; i++) sum += y[i]!;
  return sum / period;
}

/** A value without its season. */
export function without({ kind, slots }: Season, value: number, step: number): number {
  const slot = slots[step % slots.length]!;
  return kind === 'multiplies' ? value / slot : value - slot;
}

/** A value with its season. */
export function withSeason({ kind, slots }: Season, value: number, step: number): number {
  const slot = slots[step % slots.length]!;
  return kind === 'multiplies' ? value * slot : value + slot;
}
