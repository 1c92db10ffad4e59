import type { ArimaSpec, Lags, Trend } from '../../../../lib/domain/forecast/arima/spec.ts';

/** A spec with its parameters, multiplied out: polynomials in the lag operator as dense coefficients, lag 0 first. */
export interface PlainModel {
  /** (1 − B)^d (1 − B^m)^D. */
  readonly delta: Float64Array;
  /** 1 − φ1·B − …, the seasonal factor multiplied in. */
  readonly phi: Float64Array;
  /** 1 + θ1·B + …, the seasonal factor multiplied in. */
  readonly theta: Float64Array;
  /** Powers of time in the mean, and their coefficients. */
  readonly powers: readonly number[];
  readonly trend: readonly number[];
  readonly beta: readonly number[];
  readonly sigma2: number | undefined;
}

export function lagsOf(lags: Lags): readonly number[] {
  return typeof lags === 'number' ? Array.from({ length: lags }, (_, i) => i + 1) : lags;
}

function powersOf(trend: Trend): readonly number[] {
  const flags = { n: [], c: [1], t: [0, 1], ct: [1, 1] } as const;
  const list: readonly number[] = typeof trend === 'string' ? flags[trend] : trend;
  return list.flatMap((flag, power) => (flag === 1 ? [power] : []));
}

export function multiply(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const product = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) product[i + j] = product[i + j]! + a[i]! * b[j]!;
  }
  return product;
}

function polynomial(lags: readonly number[], values: readonly number[], step: number): Float64Array {
  const dense = new Float64Array(1 + step * Math.max(0, ...lags));
  dense[0] = 1;
  lags.forEach((lag, i) => {
    dense[lag * step] = values[i]!;
  });
  return dense;
}

export function differencing(d: number, D: number, period: number): Float64Array {
  let delta: Float64Array = Float64Array.of(1);
  for (let i = 0; i < d; i++) delta = multiply(delta, [1, -1]);
  for (let i = 0; i < D; i++) delta = multiply(delta, polynomial([1], [-1], period));
  return delta;
}

export function plainModel(spec: ArimaSpec, parameters: readonly number[], regressors: number): PlainModel {
  const [p, d, q] = spec.order;
  const [P, D, Q, period] = spec.seasonal ?? [0, 0, 0, 1];
  const powers = powersOf(spec.trend ?? 'n');
  let at = 0;
  const take = (count: number) => {
    at += count;
    return parameters.slice(at - count, at);
  };
  const factor = (lags: Lags, step: number, sign: number) => {
    const list = lagsOf(lags);
    return polynomial(
      list,
      take(list.length).map((value) => sign * value),
      step,
    );
  };
  const trend = take(powers.length);
  const beta = take(regressors);
  const ar = factor(p, 1, -1);
  const ma = factor(q, 1, 1);
  const phi = multiply(ar, factor(P, period, -1));
  const theta = multiply(ma, factor(Q, period, 1));
  return { delta: differencing(d, D, period), phi, theta, powers, trend, beta, sigma2: parameters[at] };
}
