import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';

/** A constant and waves: `coefficients` are the constant, then a cosine and a sine for each frequency. */
export interface Waves {
  /** Radians a step. */
  readonly frequencies: Float64Array;
  readonly coefficients: Float64Array;
}

/** Waves to be fitted to values, `n` of them, the age of one weighing `keep^age`. */
export interface WaveProblem {
  readonly frequencies: Float64Array;
  readonly n: number;
  readonly keep: number;
  /** Cholesky factor of the normal matrix, lower triangle. */
  readonly factor: Float64Array;
}

/**
 * Prepares the least squares of waves on any n values.
 *
 * The normal matrix needs no pass through values: its elements are sums of keep^a·exp(iωa), which are geometric. Cost:
 * O(f³) for f frequencies.
 * @param ridge added to the diagonal, as a share of it @returns undefined where n values do not determine the waves
 */
export function createWaveProblem(
  frequencies: Float64Array,
  n: number,
  keep: number,
  ridge: number,
): WaveProblem | undefined {
  const k = 1 + 2 * frequencies.length;
  const factor = normalMatrix(frequencies, n, keep);
  for (let i = 0; i < k; i++) factor[i * k + i]! *= 1 + ridge;
  return factorCholesky(factor, k) ? { frequencies, n, keep, factor } : undefined;
}

/**
 * The waves nearest to the last n values by weighted least squares, the last of them being at time 0. Cost: O(n·f + f²).
 * @param x all finite, at least n
 */
export function fitWaves({ frequencies, n, keep, factor }: WaveProblem, x: Float64Array): Waves {
  const coefficients = rightHandSide(x.subarray(x.length - n), frequencies, keep);
  solveCholesky(factor, coefficients.length, coefficients);
  return { frequencies, coefficients };
}

/** How much nearer to 0 a filter may bring a wave and still tell what it was. */
const faintest = 1e-3;

/**
 * The waves that the filter 1 - Σ φ·B^lag made of those given; one that the filter all but takes out stays as in `before`.
 * A filter turns and shrinks a wave of a frequency and leaves it one, so this is a division of complex numbers.
 */
export function unfilteredWaves(
  { frequencies, coefficients }: Waves,
  lags: Int32Array,
  phi: Float64Array,
  before: Waves,
): Waves {
  const found = before.coefficients.slice();
  for (let j = 0; j <= frequencies.length; j++) {
    const omega = j === 0 ? 0 : frequencies[j - 1]!;
    let re = 1;
    let im = 0;
    for (let i = 0; i < lags.length; i++) {
      re -= phi[i]! * Math.cos(omega * lags[i]!);
      im += phi[i]! * Math.sin(omega * lags[i]!);
    }
    const size = re * re + im * im;
    if (size < faintest * faintest) continue;
    if (j === 0) {
      found[0] = coefficients[0]! / re;
      continue;
    }
    const a = coefficients[2 * j - 1]!;
    const b = coefficients[2 * j]!;
    // A wave is the real part of (a - ib)·exp(iωt).
    found[2 * j - 1] = (a * re - b * im) / size;
    found[2 * j] = (b * re + a * im) / size;
  }
  return { frequencies, coefficients: found };
}

/** Lower triangle of the weighted products of the columns, k × k. */
function normalMatrix(frequencies: Float64Array, n: number, keep: number): Float64Array {
  const f = frequencies.length;
  const k = 1 + 2 * f;
  const normal = new Float64Array(k * k);
  const apart = new Float64Array(2);
  const together = new Float64Array(2);
  for (let i = 0; i <= f; i++) {
    for (let j = 0; j <= i; j++) {
      const a = i === 0 ? 0 : frequencies[i - 1]!;
      const b = j === 0 ? 0 : frequencies[j - 1]!;
      sumOfWave(a - b, n, keep, apart);
      sumOfWave(a + b, n, keep, together);
      const row = i === 0 ? 0 : 2 * i - 1;
      const column = j === 0 ? 0 : 2 * j - 1;
      normal[row * k + column] = (apart[0]! + together[0]!) / 2;
      if (i === 0) continue;
      normal[(row + 1) * k + column] = (together[1]! + apart[1]!) / 2;
      if (j === 0) continue;
      normal[row * k + column + 1] = (together[1]! - apart[1]!) / 2;
      normal[(row + 1) * k + column + 1] = (apart[0]! - together[0]!) / 2;
    }
  }
  return normal;
}

/** Sum of keep^a·exp(-iωa) for a = 0 … n-1 into `to`: its real and its imaginary part. */
function sumOfWave(omega: number, n: number, keep: number, to: Float64Array): void {
  const bottomRe = 1 - keep * Math.cos(omega);
  const bottomIm = keep * Math.sin(omega);
  const size = bottomRe * bottomRe + bottomIm * bottomIm;
  if (size < 1e-20) {
    to[0] = n;
    to[1] = 0;
    return;
  }
  const left = keep ** n;
  const topRe = 1 - left * Math.cos(omega * n);
  const topIm = left * Math.sin(omega * n);
  to[0] = (topRe * bottomRe + topIm * bottomIm) / size;
  to[1] = (topIm * bottomRe - topRe * bottomIm) / size;
}

/** Weighted products of the columns and the values. */
function rightHandSide(x: Float64Array, frequencies: Float64Array, keep: number): Float64Array {
  const sums = new Float64Array(1 + 2 * frequencies.length);
  for (let j = 0; j <= frequencies.length; j++) {
    const omega = j === 0 ? 0 : frequencies[j - 1]!;
    const turnRe = keep * Math.cos(omega);
    const turnIm = -keep * Math.sin(omega);
    let re = 0;
    let im = 0;
    for (let t = 0; t < x.length; t++) {
      const next = re * turnRe - im * turnIm + x[t]!;
      im = re * turnIm + im * turnRe;
      re = next;
    }
    if (j === 0) sums[0] = re;
    else {
      sums[2 * j - 1] = re;
      sums[2 * j] = im;
    }
  }
  return sums;
}

/** The sum of the waves at a time in steps, the last value fitted being at 0. */
export function wavesAt({ frequencies, coefficients }: Waves, time: number): number {
  let sum = coefficients[0]!;
  for (let j = 0; j < frequencies.length; j++) {
    const angle = frequencies[j]! * time;
    sum += coefficients[2 * j + 1]! * Math.cos(angle) + coefficients[2 * j + 2]! * Math.sin(angle);
  }
  return sum;
}

/** The sums of the waves at `from`, from + 1 …, as many as `to` has room for. */
export function wavesFrom({ frequencies, coefficients }: Waves, from: number, to: Float64Array): void {
  to.fill(coefficients[0]!);
  for (let j = 0; j < frequencies.length; j++) {
    const omega = frequencies[j]!;
    const turnRe = Math.cos(omega);
    const turnIm = Math.sin(omega);
    const cosine = Math.cos(omega * from);
    const sine = Math.sin(omega * from);
    const a = coefficients[2 * j + 1]!;
    const b = coefficients[2 * j + 2]!;
    // a·cos + b·sin and its quarter turn, moved on by a rotation a step.
    let re = a * cosine + b * sine;
    let im = b * cosine - a * sine;
    for (let i = 0; i < to.length; i++) {
      to[i]! += re;
      const next = re * turnRe + im * turnIm;
      im = im * turnRe - re * turnIm;
      re = next;
    }
  }
}

/** Moves the waves towards a value at that time that they missed by `error`: a step of recursive least squares with
 *  that memory, its matrix taken as that of a long past, where waves of different frequency do not meet. */
export function turnWaves({ frequencies, coefficients }: Waves, time: number, error: number, keep: number) {
  const step = (1 - keep) * error;
  coefficients[0]! += step;
  for (let j = 0; j < frequencies.length; j++) {
    const angle = frequencies[j]! * time;
    coefficients[2 * j + 1]! += 2 * step * Math.cos(angle);
    coefficients[2 * j + 2]! += 2 * step * Math.sin(angle);
  }
}
