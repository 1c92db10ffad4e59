import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';
import { LeastSquares } from '../../numerics/least-squares.ts';
import { centred } from '../centred.ts';
import { SeriesError } from '../error.ts';
import { usableValues } from '../usable-values.ts';

/** Multiplications that one test may cost: some three seconds. */
const mostWork = 1e9;

/** Of periods 2 to 12, level 5 %. */
const smallCritical = [
  0.4617146, 0.7479655, 1.0007818, 1.237535, 1.462524, 1.69202, 1.9043096, 2.1169602, 2.3268562, 2.5406922,
  2.7391007,
];

export interface CanovaHansenOptions {
  /** For odd periods, test all waves but the last sine, as R's forecast does; `critical` is for all of them.
   *  @default false */
  readonly withoutLastSine?: boolean;
}

/**
 * Tests whether the season of a series is stable; it is not, so that a seasonal difference is needed, when the
 * statistic is above `critical` (level 5 %). A small p, so to speak, is the opposite of OCSB's.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @param period of the season in steps, >= 2
 * @throws SeriesError no_values, not_finite, too_short below two seasons and 5 values, constant; collinear when the
 *   season repeats exactly; too_costly when n · period² is above 1e9; bad_options
 * Source: Canova and Hansen (1995), Journal of Business and Economic Statistics 13, all seasonal frequencies at once.
 * Cost: O(n · period²).
 */
export function canovaHansen(
  y: Float64Array,
  period: number,
  options: CanovaHansenOptions = {},
): { readonly statistic: number; readonly critical: number; readonly lags: number } {
  if (!(Number.isInteger(period) && period >= 2))
    throw new SeriesError('bad_options', `got period ${period}: give a whole number from 2`);
  if (y.length * period * period > mostWork)
    throw new SeriesError(
      'too_costly',
      `got ${y.length} values of period ${period}: give fewer values, or use the seasonal strength`,
    );
  const values = usableValues(y, 2 * period + 5, `Canova-Hansen of period ${period}`);
  const n = values.length;
  const waves = wavesOf(n, period);
  const residuals = residualsOf(values, waves);
  const lags = Math.round(period * (n / 100) ** 0.25);
  const isShort = options.withoutLastSine === true && period % 2 === 1;
  const products = (isShort ? waves.slice(0, -1) : waves).map((wave) =>
    wave.map((value, t) => value * residuals[t]!),
  );
  return { statistic: statisticOf(products, lags), critical: criticalOf(period), lags };
}

/** cos and sin of 2πjt/m, j = 1 …, the first m − 1 of them: where m is even the last is ±1 in turn. */
function wavesOf(n: number, period: number): Float64Array[] {
  const waves: Float64Array[] = [];
  for (let i = 0; i < period - 1; i++) {
    const frequency = Math.floor(i / 2) + 1;
    const wave = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      // The phase is reduced first, so that late values have the digits of early ones.
      const angle = (2 * Math.PI * ((frequency * (t + 1)) % period)) / period;
      wave[t] = i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    }
    waves.push(wave);
  }
  return waves;
}

/** What a constant and the waves do not explain. */
function residualsOf(values: Float64Array, waves: readonly Float64Array[]): Float64Array {
  const n = values.length;
  const columns = waves.length + 1;
  const deviations = centred(values);
  const leastSquares = new LeastSquares(columns);
  const row = new Float64Array(columns + 1);
  for (let t = 0; t < n; t++) {
    row[0] = 1;
    for (let i = 0; i < waves.length; i++) row[i + 1] = waves[i]![t]!;
    row[columns] = deviations[t]!;
    leastSquares.add(row);
  }
  const fit = leastSquares.solve();
  if (!(fit.residualShare() > 1e-22))
    throw new SeriesError('collinear', 'got a season that repeats exactly: it is stable');
  const coefficients = fit.coefficients();
  const residuals = deviations.map((value) => value - coefficients[0]!);
  for (let i = 0; i < waves.length; i++) {
    const wave = waves[i]!;
    const coefficient = coefficients[i + 1]!;
    for (let t = 0; t < n; t++) residuals[t] = residuals[t]! - coefficient * wave[t]!;
  }
  return residuals;
}

/** tr(Ω⁻¹ · ΣF·Fᵀ)/n², F the running sums of the products and Ω their long-run covariance. */
function statisticOf(products: readonly Float64Array[], lags: number): number {
  const k = products.length;
  const n = products[0]!.length;
  const width = lags + 1;
  const sums = products.map(runningSums);
  const covariance = new Float64Array(k * k);
  const squares = new Float64Array(k * k);
  const moving = new Float64Array(n + lags);
  for (let i = 0; i < k; i++) {
    const own = sums[i]!;
    for (let end = 1; end < n + width; end++)
      moving[end - 1] = own[Math.min(end, n)]! - own[Math.max(0, end - width)]!;
    for (let j = 0; j <= i; j++) {
      const other = sums[j]!;
      let square = 0;
      for (let t = 1; t <= n; t++) square += own[t]! * other[t]!;
      let total = 0;
      for (let end = 1; end < width; end++) total += moving[end - 1]! * other[Math.min(end, n)]!;
      for (let end = width; end <= n; end++) total += moving[end - 1]! * (other[end]! - other[end - width]!);
      for (let end = Math.max(width, n + 1); end < n + width; end++)
        total += moving[end - 1]! * (other[n]! - other[end - width]!);
      // Bartlett's weights, as the squares of moving sums: see longRunVariance.
      covariance[i * k + j] = total / width / n;
      squares[i * k + j] = square;
      squares[j * k + i] = square;
    }
  }
  if (!factorCholesky(covariance, k))
    throw new SeriesError('collinear', 'got too few seasons to tell their variation from noise: give more');
  let trace = 0;
  for (let i = 0; i < k; i++) {
    const column = squares.slice(i * k, (i + 1) * k);
    solveCholesky(covariance, k, column);
    trace += column[i]!;
  }
  return trace / (n * n);
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}

/** Source: simulated values that R's forecast and pmdarima (arima/seasonality.py) use, and their curve in between. */
function criticalOf(period: number): number {
  const known: Record<number, number> = { 24: 5.098624, 52: 10.341416, 365: 65.44445 };
  return smallCritical[period - 2] ?? known[period] ?? 0.269 * period ** 0.928;
}
