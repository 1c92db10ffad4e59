import type { ArimaSpec, Regressor, Trend } from '../../../../lib/domain/forecast/arima/spec.ts';
import { differencing } from './plain-model.ts';
import { between, normals, pick } from './seeded-random.ts';

export interface RandomModel {
  /** What it takes to find it again. */
  readonly name: string;
  readonly y: Float64Array;
  readonly spec: ArimaSpec;
  /** With sigma2. */
  readonly parameters: readonly number[];
  readonly regressors: readonly Regressor[];
}

export interface RandomOptions {
  readonly order: readonly [p: number, q: number, P: number, Q: number];
  readonly hasGaps?: boolean;
  readonly hasRegressors?: boolean;
  readonly hasTrend?: boolean;
  /** MA coefficients of any size instead of invertible ones. @default false */
  readonly isWild?: boolean;
  readonly maxDifferences?: number;
  /** @default 80 */
  readonly maxLength?: number;
  /** Values beyond those that the model cannot do without. @default 0 */
  readonly spare?: number;
}

const trends: readonly Trend[] = ['c', 't', 'ct', [0, 0, 1], [1, 0, 1]];

/**
 * Coefficients of a polynomial without roots inside the unit circle, from partial autocorrelations.
 * Source: Monahan (1984).
 */
export function fromPartial(partial: readonly number[]): number[] {
  let phi: number[] = [];
  for (const r of partial) {
    const last = phi;
    phi = [...last.map((value, i) => value - r * last[last.length - 1 - i]!), r];
  }
  return phi;
}

/** y whose differences are `w`. Numbers of few binary digits stay exact, there and back. */
export function integrated(w: Float64Array, delta: Float64Array, n: number): Float64Array {
  const y = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    y[t] = w[t]!;
    for (let j = 1; j < delta.length && j <= t; j++) y[t] = y[t]! - delta[j]! * y[t - j]!;
  }
  return y;
}

/** Gaps that leave every season enough values to be known. */
function withGaps(y: Float64Array, period: number, uniform: () => number): Float64Array {
  const gappy = Float64Array.from(y);
  const perClass = Math.max(1, Math.floor(y.length / period / 6));
  for (let phase = 0; phase < period; phase++) {
    const size = Math.ceil((y.length - phase) / period);
    for (let i = 0; i < perClass; i++) {
      if (uniform() < 0.7) gappy[phase + period * between(uniform, 0, size - 1)] = Number.NaN;
    }
  }
  return gappy;
}

function coarse(normal: () => number): number {
  return Math.round(normal() * 64) / 64;
}

function moving(uniform: () => number, count: number, isWild: boolean): number[] {
  if (isWild) return Array.from({ length: count }, () => 6 * uniform() - 3);
  return fromPartial(Array.from({ length: count }, () => 1.9 * uniform() - 0.95)).map((value) => -value);
}

function autoregressive(uniform: () => number, count: number): number[] {
  return fromPartial(Array.from({ length: count }, () => 1.9 * uniform() - 0.95));
}

/** A model of the order with parameters, differences, season, length and data at random. */
export function randomModel(uniform: () => number, options: RandomOptions): RandomModel {
  const [p, q, P, Q] = options.order;
  const normal = normals(uniform);
  const most = options.maxDifferences ?? 2;
  const d = between(uniform, 0, most);
  const D = between(uniform, 0, P + Q === 0 && uniform() < 0.5 ? 0 : most);
  const period = P + Q + D === 0 ? 1 : pick(uniform, [2, 3, 4, 5, 7, 12]);
  // Enough for every season to be known but for one gap, and for more values than parameters.
  const freedom = Math.max(p + q + P + Q + 6, p + P * period + 2, 2 * period);
  const least = d + D * period + freedom + period + (options.spare ?? 0);
  const n = between(uniform, least, Math.max(least, options.maxLength ?? 80));
  const delta = differencing(d, D, period);
  const series = () =>
    integrated(
      Float64Array.from({ length: n }, () => coarse(normal)),
      delta,
      n,
    );
  const trend = options.hasTrend === true ? pick(uniform, trends) : 'n';
  const powers = { n: 0, c: 1, t: 1, ct: 2 } as const;
  const trendTerms = typeof trend === 'string' ? powers[trend] : trend.filter(Boolean).length;
  const regressors = Array.from(
    { length: options.hasRegressors === true ? between(uniform, 1, 2) : 0 },
    (_, i) => ({ name: `x${i + 1}`, values: series() }),
  );
  const spec: ArimaSpec = {
    order: [p, d, q],
    trend,
    ...(period > 1 && { seasonal: [P, D, Q, period] as const }),
  };
  const y = options.hasGaps === true ? withGaps(series(), period, uniform) : series();
  const isWild = options.isWild ?? false;
  const parameters = [
    ...Array.from({ length: trendTerms }, () => normal() / 16),
    ...regressors.map(() => normal()),
    ...autoregressive(uniform, p),
    ...moving(uniform, q, isWild),
    ...autoregressive(uniform, P),
    ...moving(uniform, Q, isWild),
    0.25 + 2 * uniform(),
  ];
  const gaps = y.filter((value) => Number.isNaN(value)).length;
  const name = `(${p},${d},${q})(${P},${D},${Q})${period} ${JSON.stringify(trend)} x${regressors.length} n=${n} gaps=${gaps}`;
  return { name, y, spec, parameters, regressors };
}
