const { abs, max } = Math;

/** How many of the most alike stretches of the past say how this one goes on. */
const mostAlike = 3;

/**
 * How a series goes on by its own past: stretches of whole seasons that ended whole seasons ago and were most like the
 * last one, about their means, and what followed each, the more alike counting more.
 * @param z values on their scale, oldest first @param season in steps @param seasons that a stretch is long
 * @returns undefined where fewer than two stretches are there
 * Source: Lorenz (1969), Atmospheric predictability as revealed by naturally occurring analogues, J. Atmos. Sci. 26.
 */
export function analogPath(
  z: Float64Array,
  season: number,
  horizon: number,
  seasons = 1,
): Float64Array | undefined {
  const n = z.length;
  const length = seasons * season;
  const now = meanOf(z, n, length);
  const stretches: Stretch[] = [];
  for (let end = n - season; end - length >= 0; end -= season) {
    const mean = meanOf(z, end, length);
    stretches.push({ end, mean, distance: distanceOf(z, end, mean, now, length) });
  }
  if (stretches.length < 2) return undefined;
  stretches.sort((a, b) => a.distance - b.distance);
  return Float64Array.from({ length: horizon }, (_, h) => now + followed(z, stretches, h, season, now));
}

interface Stretch {
  readonly end: number;
  readonly mean: number;
  readonly distance: number;
}

function meanOf(z: Float64Array, end: number, length: number): number {
  let sum = 0;
  for (let t = end - length; t < end; t++) sum += z[t]!;
  return sum / length;
}

function distanceOf(z: Float64Array, end: number, mean: number, now: number, length: number): number {
  const n = z.length;
  let sum = 0;
  for (let i = 1; i <= length; i++) sum += abs(z[n - i]! - now - z[end - i]! + mean);
  return sum / length;
}

/** What followed h steps after the most alike stretches, less their means; the last season's where none is that old. */
function followed(z: Float64Array, stretches: readonly Stretch[], h: number, season: number, now: number) {
  const n = z.length;
  let sum = 0;
  let weights = 0;
  let count = 0;
  for (const { end, mean, distance } of stretches) {
    if (end + h >= n) continue;
    const weight = 1 / max(distance, 1e-9) ** 2;
    sum += weight * (z[end + h]! - mean);
    weights += weight;
    if (++count === mostAlike) break;
  }
  return count > 0 ? sum / weights : z[n - season + (h % season)]! - now;
}
