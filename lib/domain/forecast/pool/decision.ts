/** What was decided for a series, and by which errors. */
export interface Decision {
  /** Whether the mean of the contenders forecasts, or seasonal naive. */
  readonly kept: 'mix' | 'seasonal-naive';
  /** Forecasts of its own past that each contender made. */
  readonly origins: number;
  readonly horizon: number;
  /** Losses relative to seasonal naive, smallest first; null without forecasts. Weight 0 is left out. */
  readonly contenders: readonly {
    readonly id: string;
    readonly loss: number | null;
    readonly weight: number;
  }[];
  /** Loss of the mix, each origin's weights learnt from the others; null without origins. */
  readonly loss: number | null;
}

/** How many standard errors seasonal naive must be better by to be kept. */
const noise = 3;
/** Origins that a judgement needs. */
const originsNeeded = 3;
/** Losses count as this at least. */
const least = 1e-9;

/**
 * Whether the mix is to be kept rather than the yardstick alone. The mix has the yardstick in it, by as much as the past
 * supports it, so it is the cautious choice, too: it goes where the yardstick was better beyond noise, by the mean
 * logarithm of the ratio of losses, or where too few origins tell. @param losses by origin, NaN is none
 */
export function isWorthMixing(losses: readonly number[], yardstick: readonly number[]): boolean {
  const gains = losses
    .map((loss, i) => Math.log(Math.max(yardstick[i] ?? Number.NaN, least) / Math.max(loss, least)))
    .filter((gain) => !Number.isNaN(gain));
  if (gains.length < originsNeeded) return false;
  const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  return mean > -noise * Math.sqrt(variance / gains.length);
}
