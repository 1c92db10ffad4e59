import { LeftProfile } from './left-profile.ts';

export interface LeftMatrixProfile {
  /** Of the window that starts at each value: ∞ for the first ones, which nothing is before. */
  readonly distances: Float64Array;
  /** Where the nearest earlier window starts; −1 when there is none. */
  readonly indices: Int32Array;
}

/**
 * The left matrix profile of a series: for each window the z-normalised Euclidean distance to the nearest one that ends
 * before it starts. Flat windows: 0 from one another, √window from the rest.
 * @param values evenly spaced, oldest first, finite
 * @param window values of a window, from 2 to half of them
 * @returns as many as there are windows: values.length − window + 1
 * @throws RangeError when the window does not fit or a value is not finite
 * Cost: quadratic. Source: Yeh et al. (2016), Matrix Profile I, ICDM; Zhu et al. (2017), Matrix Profile VII, ICDM.
 */
export function leftMatrixProfile(values: ArrayLike<number>, window: number): LeftMatrixProfile {
  if (!Number.isInteger(window) || window < 2 || 2 * window > values.length)
    throw new RangeError(`got a window of ${window} for ${values.length} values: give 2 to half of them`);
  const profile = new LeftProfile(window, values.length);
  const distances = new Float64Array(values.length - window + 1);
  const indices = new Int32Array(distances.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new RangeError(`got ${value} at ${i}: fill the gaps first`);
    const start = i + 1 - window;
    if (start >= 0) {
      const { distance, before } = profile.nearest(value);
      distances[start] = distance;
      indices[start] = before === 0 ? -1 : start - before;
    }
    profile.update(value);
  }
  return { distances, indices };
}
