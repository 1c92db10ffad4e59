import { interpolate } from '../../numerics/interpolate.ts';

const lengths = [25, 50, 100, 250, 500, 100_000];
const probabilities = [0.01, 0.025, 0.05, 0.1, 0.9, 0.95, 0.975, 0.99];

/** Quantiles of the t statistic with constant and trend, a row a length. */
const tauRows = [
  [-4.38, -3.95, -3.6, -3.24, -1.14, -0.8, -0.5, -0.15],
  [-4.15, -3.8, -3.5, -3.18, -1.19, -0.87, -0.58, -0.24],
  [-4.04, -3.73, -3.45, -3.15, -1.22, -0.9, -0.62, -0.28],
  [-3.99, -3.69, -3.43, -3.13, -1.23, -0.92, -0.64, -0.31],
  [-3.98, -3.68, -3.42, -3.13, -1.24, -0.93, -0.65, -0.32],
  [-3.96, -3.66, -3.41, -3.12, -1.25, -0.94, -0.66, -0.33],
];

/** Quantiles of n·(ρ − 1) with constant and trend, a row a length. */
const alphaRows = [
  [-22.5, -19.9, -17.9, -15.6, -3.66, -2.51, -1.53, -0.43],
  [-25.7, -22.4, -19.8, -16.8, -3.71, -2.6, -1.66, -0.65],
  [-27.4, -23.6, -20.7, -17.5, -3.74, -2.62, -1.73, -0.75],
  [-28.4, -24.4, -21.3, -18, -3.75, -2.64, -1.78, -0.82],
  [-28.9, -24.8, -21.5, -18.1, -3.76, -2.65, -1.78, -0.84],
  [-29.5, -25.1, -21.8, -18.3, -3.77, -2.66, -1.79, -0.87],
];

export interface TableP {
  readonly p: number;
  readonly beyond?: 'below' | 'above';
}

/**
 * The p-value of a unit-root statistic with constant and trend, from printed quantiles by straight lines in length and
 * statistic: 0.01 to 0.99.
 * @param observations values of the regression, without those that lags take
 * Source: Banerjee, Dolado, Galbraith and Hendry (1993), Cointegration, Error Correction, and the Econometric Analysis
 * of Non-Stationary Data, tables 4.1 and 4.2.
 */
export function tableP(statistic: number, kind: 'tau' | 'alpha', observations: number): TableP {
  const rows = kind === 'tau' ? tauRows : alphaRows;
  const quantiles = probabilities.map((_, i) =>
    interpolate(
      observations,
      lengths,
      rows.map((row) => row[i] ?? Number.NaN),
    ),
  );
  return boundedP(statistic, quantiles, probabilities);
}

/** Interpolates p between quantiles, and says when the statistic is outside them. */
export function boundedP(statistic: number, quantiles: readonly number[], levels: readonly number[]): TableP {
  const p = interpolate(statistic, quantiles, levels);
  const rises = (levels.at(-1) ?? 0) > (levels[0] ?? 0);
  if (statistic < (quantiles[0] ?? 0)) return { p, beyond: rises ? 'below' : 'above' };
  if (statistic > (quantiles.at(-1) ?? 0)) return { p, beyond: rises ? 'above' : 'below' };
  return { p };
}
