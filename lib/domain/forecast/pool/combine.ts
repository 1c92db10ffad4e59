import { type Decision, isWorthMixing } from './decision.ts';
import { errorsOf, lossesOf } from './losses.ts';
import type { Trials } from './trials.ts';
import { type BlockWeights, meanLoss, mixed, weightsOf } from './weights.ts';

/** Weights below this say too little to be worth their memory. */
const leastWeight = 0.01;

export interface Combination {
  readonly decision: Decision;
  readonly weights: BlockWeights;
  /** What is kept would have said at each origin, its weights learnt from the others; undefined where none could. */
  readonly paths: readonly (Float64Array | undefined)[];
}

/**
 * Weighs contenders by the forecasts of the past, and keeps seasonal naive unless their mix is better beyond noise.
 * @param y with NaN where no value was @param yardstick index of seasonal naive among the contenders
 */
export function combine(
  ids: readonly string[],
  trials: Trials,
  y: Float64Array,
  yardstick: number,
): Combination {
  const { origins, horizon, paths, block } = trials;
  const losses = lossesIn(trials, y, yardstick, 0, horizon);
  const byBlock = Array.from({ length: Math.ceil(horizon / block) }, (_, b) =>
    averaged(losses, lossesIn(trials, y, yardstick, b * block, Math.min(horizon, (b + 1) * block))),
  );
  const weigh = (counts: (origin: number) => boolean): BlockWeights => ({
    steps: block,
    weights: byBlock.map((blockLosses) => weightsOf(blockLosses, counts, yardstick)),
  });
  const weights = trimmed(weigh(() => true));
  const mixes = origins.map((origin, i) => {
    const apart = (other: number) => Math.abs(origins[other]! - origin) >= horizon;
    const anyApart = origins.some((_, other) => apart(other));
    return mixed(
      paths.map((row) => row[i]),
      anyApart ? weigh(apart) : weights,
    );
  });
  const mixErrors = mixes.map((path, i) => path && errorsOf(path, y, origins[i]!));
  const errors = errorsIn(trials, y, 0, horizon);
  const mixLosses = lossesOf([...errors, mixErrors], yardstick)[paths.length] ?? [];
  const hasSay = means(weights).some((weight) => weight > 0);
  const isMix = hasSay && isWorthMixing(mixLosses, losses[yardstick] ?? []);
  const kept = isMix
    ? weights
    : { steps: horizon, weights: [paths.map((_, i) => (i === yardstick ? 1 : 0))] };
  const meanWeights = means(kept);
  const all = () => true;
  const lossOrNull = (row: readonly number[]) => {
    const loss = meanLoss(row, all);
    return Number.isNaN(loss) ? null : Number(loss.toPrecision(4));
  };
  return {
    decision: {
      kept: isMix ? 'mix' : 'seasonal-naive',
      origins: origins.length,
      horizon,
      contenders: ids
        .map((id, i) => ({
          id,
          loss: lossOrNull(losses[i] ?? []),
          weight: Number(meanWeights[i]!.toFixed(3)),
        }))
        .sort((a, b) => (a.loss ?? Number.MAX_VALUE) - (b.loss ?? Number.MAX_VALUE)),
      loss: lossOrNull(mixLosses),
    },
    weights: kept,
    paths: isMix ? mixes : (paths[yardstick] ?? []),
  };
}

function errorsIn({ origins, paths }: Trials, y: Float64Array, from: number, to: number) {
  return paths.map((row) => row.map((path, i) => path && errorsOf(path, y, origins[i]!, from, to)));
}

function lossesIn(trials: Trials, y: Float64Array, yardstick: number, from: number, to: number): number[][] {
  return lossesOf(errorsIn(trials, y, from, to), yardstick);
}

/** A block's own loss says too little alone: it counts half, that of the whole horizon the other half. */
function averaged(all: readonly (readonly number[])[], block: readonly (readonly number[])[]): number[][] {
  return all.map((row, i) => row.map((loss, origin) => (loss + (block[i]?.[origin] ?? Number.NaN)) / 2));
}

/** Weights by contender, on average over the blocks. */
export function means({ weights }: BlockWeights): number[] {
  return (weights[0] ?? []).map((_, i) => weights.reduce((sum, row) => sum + row[i]!, 0) / weights.length);
}

/** Without those that say too little on average; four digits are kept, as they are saved. */
function trimmed(blocks: BlockWeights): BlockWeights {
  const overall = means(blocks);
  const weights = blocks.weights.map((row) =>
    row.map((weight, i) => (overall[i]! >= leastWeight ? Math.max(1e-4, Number(weight.toFixed(4))) : 0)),
  );
  return { ...blocks, weights };
}
