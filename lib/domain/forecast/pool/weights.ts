const { floor, max, min } = Math;

/** How strongly a smaller loss is preferred. */
const exponent = 5;
/** A contender needs forecasts at this share of the origins. */
const shareNeeded = 0.5;

/**
 * Weights of the contenders by their losses: mean loss to the power -5, summing to 1; 0 for one without forecasts at
 * half of the origins. The mean has the yardstick's loss in it as one origin more, and where a contender had no
 * forecast: one or two good days prove little.
 * @param losses by contender and origin, NaN where there is none @param counts which origins count
 * @param yardstick index of a contender that has forecasts wherever any has
 */
export function weightsOf(
  losses: readonly (readonly number[])[],
  counts: (origin: number) => boolean,
  yardstick: number,
): number[] {
  const known = losses[yardstick]!;
  const usual = meanLoss(known, counts);
  const drawn = losses.map((row) => {
    if (Number.isNaN(meanLoss(row, counts))) return Number.NaN;
    const filled = row.map((loss, i) => (Number.isNaN(loss) ? known[i]! : loss));
    const count = filled.reduce((sum, loss, i) => (counts(i) && !Number.isNaN(loss) ? sum + 1 : sum), 0);
    return (count * meanLoss(filled, counts) + (Number.isNaN(usual) ? 0 : usual)) / (count + 1);
  });
  const best = min(...drawn.filter(Number.isFinite));
  const raw = drawn.map((mean) => (Number.isNaN(mean) ? 0 : (max(best, 1e-9) / max(mean, 1e-9)) ** exponent));
  const sum = raw.reduce((a, b) => a + b, 0);
  return sum > 0 ? raw.map((weight) => weight / sum) : raw;
}

/** NaN where too few of the origins have a loss. */
export function meanLoss(row: readonly number[], counts: (origin: number) => boolean): number {
  let sum = 0;
  let known = 0;
  let all = 0;
  for (let i = 0; i < row.length; i++) {
    if (!counts(i)) continue;
    all++;
    if (Number.isNaN(row[i]!)) continue;
    sum += row[i]!;
    known++;
  }
  return known > 0 && known >= shareNeeded * all ? sum / known : Number.NaN;
}

/** Forecasts beyond these weighted quantiles of all count as if they stood there: none can spoil the mix alone. */
const outer = 0.25;

/** Mixes the values of one step: a weighted mean, its outer values drawn in. Buffers are kept between steps. */
export class Mixer {
  private readonly values: Float64Array;
  private readonly weights: Float64Array;
  private count = 0;

  /** @param size values that a step may have */
  constructor(size: number) {
    this.values = new Float64Array(size);
    this.weights = new Float64Array(size);
  }

  /** Adds a value in its place by size. Weights need not sum to 1. */
  add(value: number, weight: number): void {
    const { values, weights } = this;
    let i = this.count++;
    for (; i > 0 && values[i - 1]! > value; i--) {
      values[i] = values[i - 1]!;
      weights[i] = weights[i - 1]!;
    }
    values[i] = value;
    weights[i] = weight;
  }

  /** The mix of the values added since the last call; NaN of none. */
  take(): number {
    const { values, weights, count } = this;
    this.count = 0;
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i]!;
    const low = this.quantile(count, outer * total);
    const high = this.quantile(count, (1 - outer) * total);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[i]! * min(high, max(low, values[i]!));
    return sum / total;
  }

  private quantile(count: number, share: number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += this.weights[i]!;
      if (sum >= share) return this.values[i]!;
    }
    return this.values[count - 1] ?? Number.NaN;
  }
}

/** Weights of the contenders by stretches of the horizon, each so many steps long; the last one holds for all beyond. */
export interface BlockWeights {
  readonly steps: number;
  /** By block and contender. */
  readonly weights: readonly (readonly number[])[];
}

export function weightsAhead({ steps, weights }: BlockWeights, h: number): readonly number[] {
  return weights[min(weights.length - 1, floor(h / steps))]!;
}

/** The mix of paths; the weights of those that have none go to the others. Undefined when all have none. */
export function mixed(
  paths: readonly (Float64Array | undefined)[],
  blocks: BlockWeights,
): Float64Array | undefined {
  const mixer = new Mixer(paths.length);
  const first = blocks.weights[0]!;
  const horizon = paths.find((path, i) => path !== undefined && first[i]! > 0)?.length;
  if (horizon === undefined) return undefined;
  const mix = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const weights = weightsAhead(blocks, h);
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      if (path !== undefined && weights[i]! > 0) mixer.add(path[h]!, weights[i]!);
    }
    mix[h] = mixer.take();
  }
  return mix;
}
