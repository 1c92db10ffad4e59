/** How effects act: they multiply what would be without them, or, where a series has values of 0 or below, add to it. */
export interface EffectScale {
  readonly kind: 'ratio' | 'difference';
  /** Mean size of a value: what a percentage of a difference is of. */
  readonly base: number;
}

/** Outages are no reason to add where all else multiplies: up to this share of values may be 0. */
const mostZeros = 0.02;

export function effectScaleOf(y: Float64Array): EffectScale {
  let count = 0;
  let zeros = 0;
  let sum = 0;
  let isNegative = false;
  for (const value of y) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += Math.abs(value);
    if (value === 0) zeros++;
    if (value < 0) isNegative = true;
  }
  const kind = isNegative || zeros > mostZeros * count ? 'difference' : 'ratio';
  return { kind, base: count > 0 ? sum / count : 0 };
}

/** Values on the scale on which effects are sums; NaN where there is none. */
export function onScale({ kind }: EffectScale, y: Float64Array): Float64Array {
  if (kind === 'difference') return y.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  return y.map((value) => (value > 0 && value < Number.POSITIVE_INFINITY ? Math.log(value) : Number.NaN));
}

/** The value as it would be without a sum of effects. */
export function withoutEffect({ kind }: EffectScale, value: number, shift: number): number {
  return kind === 'ratio' ? value / Math.exp(shift) : value - shift;
}

/** The value as it is with a sum of effects. */
export function withEffect({ kind }: EffectScale, value: number, shift: number): number {
  return kind === 'ratio' ? value * Math.exp(shift) : value + shift;
}

/** A factor as a sum on the scale, and its standard deviation there. */
export function statedOnScale(
  { kind, base }: EffectScale,
  strength: number,
  uncertainty: number | undefined,
): { readonly mean: number; readonly sd: number } {
  const mean = kind === 'ratio' ? Math.log(strength) : (strength - 1) * base;
  const unit = kind === 'ratio' ? strength : 1 / base;
  return { mean, sd: uncertainty === undefined ? Math.abs(mean) / 2 : uncertainty / unit };
}

/** A sum on the scale and its standard deviation, in percent of what would be without it. */
export function inPercent({ kind, base }: EffectScale, shift: number, sd: number) {
  if (kind === 'ratio')
    return { percent: 100 * (Math.exp(shift) - 1), standardError: 100 * Math.exp(shift) * sd };
  return base > 0
    ? { percent: (100 * shift) / base, standardError: (100 * sd) / base }
    : { percent: 0, standardError: 0 };
}
