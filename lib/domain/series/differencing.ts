/** How a series is differenced: (1 − B)^d · (1 − B^m)^D, B the step back. */
export interface Differences {
  /** Differences of neighbours. */
  readonly d: number;
  /** Seasonal differences. @default 0 */
  readonly seasonal?: number;
  /** The season's length in steps; needed where `seasonal` is above 0. @default 1 */
  readonly period?: number;
}

/** How many values differencing consumes: d + D·m. */
export function consumed(differences: Differences): number {
  const { d, seasonal, period } = checked(differences);
  return d + seasonal * period;
}

/**
 * The coefficients of (1 − B)^d · (1 − B^m)^D, from B⁰ up: d + D·m + 1 numbers, the first 1.
 * @throws RangeError when d, D or m are not whole numbers of the range 0 … (m: 1 …)
 */
export function differencingPolynomial(differences: Differences): Float64Array {
  const { d, seasonal, period } = checked(differences);
  const polynomial = new Float64Array(d + seasonal * period + 1);
  polynomial[0] = 1;
  let degree = 0;
  for (const step of steps(d, seasonal, period)) {
    degree += step;
    for (let i = degree; i >= step; i--) polynomial[i] = polynomial[i]! - polynomial[i - step]!;
  }
  return polynomial;
}

/**
 * The differenced series: n − d − D·m values, none when n is less. A gap makes a gap of every value that needs it.
 * @param y n values, oldest first, evenly spaced; NaN is a gap
 * @throws RangeError as `differencingPolynomial`
 */
export function difference(y: Float64Array, differences: Differences): Float64Array {
  const { d, seasonal, period } = checked(differences);
  const values = y.slice();
  let start = 0;
  for (const step of steps(d, seasonal, period)) {
    start += step;
    for (let i = values.length - 1; i >= start; i--) values[i] = values[i]! - values[i - step]!;
  }
  return values.slice(Math.min(start, values.length));
}

/**
 * The inverse of `difference`: the values that follow `initial` and have the differences `w`. With the first d + D·m
 * values of a series it gives the series back, exactly where sums and differences are exact (whole numbers below 2⁵³),
 * else to rounding, which grows like the length to the power d + D − ½. With the last values it continues the series.
 * @param initial the d + D·m values just before the first result, oldest first
 * @returns as many values as w; a gap in w makes gaps from there on
 * @throws RangeError when `initial` has another length
 */
export function integrate(w: Float64Array, initial: Float64Array, differences: Differences): Float64Array {
  const polynomial = differencingPolynomial(differences);
  const held = polynomial.length - 1;
  if (initial.length !== held)
    throw new RangeError(`got ${initial.length} initial values: these differences need ${held}`);
  const values = new Float64Array(held + w.length);
  values.set(initial);
  const terms = [...polynomial.keys()].slice(1).filter((lag) => polynomial[lag] !== 0);
  for (let t = 0; t < w.length; t++) {
    let value = w[t]!;
    for (let k = 0; k < terms.length; k++) value -= polynomial[terms[k]!]! * values[held + t - terms[k]!]!;
    values[held + t] = value;
  }
  return values.slice(held);
}

function steps(d: number, seasonal: number, period: number): number[] {
  return [...new Array<number>(d).fill(1), ...new Array<number>(seasonal).fill(period)];
}

function checked({ d, seasonal = 0, period = 1 }: Differences): Required<Differences> {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (!isCount(d) || !isCount(seasonal) || !isCount(period) || period < 1 || (seasonal > 0 && period < 2))
    throw new RangeError(
      `got d ${d}, D ${seasonal}, period ${period}: give whole numbers from 0, and a period of 2 or more for D above 0`,
    );
  return { d, seasonal, period };
}
