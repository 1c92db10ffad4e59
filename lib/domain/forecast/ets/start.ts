import { movingMean } from '../../series/moving-mean.ts';
import type { Form } from './form.ts';
import type { Parts, Weights } from './recursion.ts';

/** Values that the first line is drawn through, at least. */
const lineLength = 10;

/** Where searches begin: one follows slowly, one quickly with a season that hardly moves. There are local minima. */
const starts = [
  { alpha: 0.2, beta: 0.02, gamma: 0.1, phi: 0.95 },
  { alpha: 0.7, beta: 0.02, gamma: 0.005, phi: 0.97 },
] as const;

/** Parts from the first values, and the weights of each search. */
export function startsOf(
  form: Form,
  y: Float64Array,
  period: number,
): readonly { readonly weights: Weights; readonly parts: Parts }[] {
  const parts = firstParts(form, y, period);
  return starts.map(({ alpha, beta, gamma, phi }) => ({
    weights: {
      alpha,
      beta: form.trend === 'N' ? 0 : beta,
      gamma: form.season === 'N' ? 0 : gamma,
      phi: form.trend === 'N' ? 0 : form.trend === 'A' ? 1 : phi,
    },
    parts,
  }));
}

function firstParts(form: Form, y: Float64Array, period: number): Parts {
  const seasons = form.season === 'N' ? new Float64Array(1) : firstSeason(form, y, period);
  const length = Math.min(y.length, Math.max(lineLength, 2 * period));
  const rest = Float64Array.from({ length }, (_, t) => {
    const slot = seasons[t % seasons.length]!;
    return form.season === 'M' ? y[t]! / slot : y[t]! - slot;
  });
  const line = lineThrough(rest);
  const slope = form.trend === 'N' ? 0 : line.slope;
  const level = form.trend === 'N' ? line.mean : line.intercept;
  return { level: form.error === 'M' ? Math.max(level, y[0]! / 10) : level, slope, seasons };
}

/** Means of the slots beside the mean of a season around them, over the first three seasons. */
function firstSeason({ season }: Form, y: Float64Array, period: number): Float64Array {
  const part = y.subarray(0, Math.min(y.length, 3 * period));
  const means = movingMean(part, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < part.length; t++) {
    sums[t % period] = sums[t % period]! + (season === 'M' ? part[t]! / means[t]! : part[t]! - means[t]!);
    counts[t % period] = counts[t % period]! + 1;
  }
  const slots = sums.map((sum, slot) => sum / counts[slot]!);
  const mean = slots.reduce((a, b) => a + b, 0) / period;
  return slots.map((slot) => (season === 'M' ? slot / mean : slot - mean));
}

/** Least squares; the intercept is that of the step before the first. */
function lineThrough(y: Float64Array) {
  const n = y.length;
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const middle = (n - 1) / 2;
  let top = 0;
  let bottom = 0;
  for (let t = 0; t < n; t++) {
    top += (t - middle) * (y[t]! - mean);
    bottom += (t - middle) ** 2;
  }
  const slope = bottom > 0 ? top / bottom : 0;
  return { mean, slope, intercept: mean - slope * (middle + 1) };
}
