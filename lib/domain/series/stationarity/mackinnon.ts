import { normalCdf } from '../../numerics/normal-distribution.ts';
import type { CriticalValues, Deterministic } from './result.ts';

/** Approximation of a distribution: the range it holds in, and the polynomials left and right of `star`. */
interface Surface {
  readonly least: number;
  readonly star: number;
  readonly most: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Distribution of the t statistic of one series. Source: MacKinnon (1994), tables 3 and 4. */
const tau: Record<Deterministic, Surface> = {
  n: {
    least: -19.04,
    star: -1.04,
    most: Number.POSITIVE_INFINITY,
    left: [0.6344, 1.2378, 0.032496],
    right: [0.4797, 0.93557, -0.06999, 0.033066],
  },
  c: {
    least: -18.83,
    star: -1.61,
    most: 2.74,
    left: [2.1659, 1.4412, 0.038269],
    right: [1.7339, 0.93202, -0.12745, -0.010368],
  },
  ct: {
    least: -16.18,
    star: -2.89,
    most: 0.7,
    left: [3.2512, 1.6047, 0.049588],
    right: [2.5261, 0.61654, -0.37956, -0.060285],
  },
  ctt: {
    least: -17.17,
    star: -3.21,
    most: 0.54,
    left: [4.0003, 1.658, 0.048288],
    right: [3.0778, 0.49529, -0.41477, -0.059359],
  },
};

/** Distribution of n·(ρ − 1) of one series; `left` in ln |z|. Source: MacKinnon (1994), tables 5 and 6. */
const alpha: Record<'n' | 'c' | 'ct', Omit<Surface, 'least' | 'most'>> = {
  n: {
    star: -2.9,
    left: [0.0342, -0.6376, 0, -0.03872],
    right: [0.4927, 0.6906, 0.132331, 0.012099, 0],
  },
  c: {
    star: -8.9,
    left: [2.2142, -1.7863, 0.32828, -0.07727],
    right: [1.717, 0.55243, 0.043463, 0.0016671, 0],
  },
  ct: {
    star: -15,
    left: [4.6476, -2.8932, 0.5832, -0.0999],
    right: [2.7117, 0.45731, 0.022868, 0.0006362, 0.000005],
  },
};

/** Critical values of the t statistic as powers of 1/n. Source: MacKinnon (2010), table 2; `n`: MacKinnon (1996). */
const critical: Record<Deterministic, Record<keyof CriticalValues, readonly number[]>> = {
  n: {
    '1%': [-2.56574, -2.2358, -3.627, 0],
    '5%': [-1.941, -0.2686, -3.365, 31.223],
    '10%': [-1.61682, 0.2656, -2.714, 25.364],
  },
  c: {
    '1%': [-3.43035, -6.5393, -16.786, -79.433],
    '5%': [-2.86154, -2.8903, -4.234, -40.04],
    '10%': [-2.56677, -1.5384, -2.809, 0],
  },
  ct: {
    '1%': [-3.95877, -9.0531, -28.428, -134.155],
    '5%': [-3.41049, -4.3904, -9.036, -45.374],
    '10%': [-3.12705, -2.5856, -3.925, -22.38],
  },
  ctt: {
    '1%': [-4.37113, -11.5882, -35.819, -334.047],
    '5%': [-3.83239, -5.9057, -12.49, -118.284],
    '10%': [-3.55326, -3.6596, -5.293, -63.559],
  },
};

/**
 * The p-value of the t statistic of a unit root, for many values.
 * Source: MacKinnon (1994), Journal of Business and Economic Statistics 12; good to about two digits.
 */
export function tauP(statistic: number, deterministic: Deterministic): number {
  const surface = tau[deterministic];
  if (statistic > surface.most) return 1;
  if (statistic < surface.least) return 0;
  return normalCdf(polynomial(statistic <= surface.star ? surface.left : surface.right, statistic));
}

/** The p-value of n·(ρ − 1), where ρ = 1 for a unit root. Source: as `tauP`. */
export function alphaP(statistic: number, deterministic: 'n' | 'c' | 'ct'): number {
  const surface = alpha[deterministic];
  return normalCdf(
    statistic <= surface.star
      ? polynomial(surface.left, Math.log(-statistic))
      : polynomial(surface.right, statistic),
  );
}

/**
 * The t statistics below which a unit root is rejected.
 * @param observations of the regression
 * Source: MacKinnon (2010), Critical values for cointegration tests, Queen's University working paper 1227.
 */
export function tauCritical(deterministic: Deterministic, observations: number): CriticalValues {
  const rows = critical[deterministic];
  const at = (level: keyof CriticalValues) => polynomial(rows[level], 1 / observations);
  return { '1%': at('1%'), '5%': at('5%'), '10%': at('10%') };
}

/** @param coefficients from the zeroth power up */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
