import { median } from '../../numerics/order-statistics.ts';

/** A step to another level that stayed. */
export interface LevelJump {
  /** First value at the new level. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A jump is so many times as large as the usual step. */
const timesUsual = 25;
/** Values on each side that tell its level. */
const side = 8;
/** Values that must lie before it: fewer are no past worth keeping. */
const leastBefore = 24;
const mostJumps = 3;

/**
 * The series as if it had always been at its newest level, and the jumps that were taken out, newest last. What a series
 * without a season did at another level still tells how it moves; where it was does not tell where it will be.
 * @param values without gaps; scaled up to a jump where all are positive, else shifted
 */
export function atNewestLevel(values: Float64Array): {
  readonly values: Float64Array;
  readonly jumps: readonly LevelJump[];
} {
  const jumps: LevelJump[] = [];
  let level = values;
  while (jumps.length < mostJumps) {
    const jump = largestJump(level);
    if (jump === undefined) break;
    jumps.push(jump);
    level = withoutJump(level, jump);
  }
  return { values: level, jumps: jumps.sort((a, b) => a.at - b.at) };
}

function withoutJump(values: Float64Array, { at, before, after }: LevelJump): Float64Array {
  const isScaled = values.every((value) => value > 0);
  return values.map((value, t) => {
    if (t >= at) return value;
    return isScaled ? (value * after) / before : value + after - before;
  });
}

function largestJump(values: Float64Array): LevelJump | undefined {
  const steps = values.subarray(1).map((value, t) => Math.abs(value - values[t]!));
  if (steps.length < leastBefore + side) return undefined;
  let at = leastBefore;
  for (let t = leastBefore; t <= values.length - side; t++) if (steps[t - 1]! > steps[at - 1]!) at = t;
  const usual = median(steps);
  const before = median(values.subarray(at - side, at));
  const after = median(values.subarray(at, at + side));
  if (!(usual > 0 && Math.abs(after - before) >= timesUsual * usual)) return undefined;
  return isLasting(values, { at, before, after }) ? { at, before, after } : undefined;
}

/** Whether all values since are nearer to the new level, and those just before it nearer to the old one. */
function isLasting(values: Float64Array, { at, before, after }: LevelJump): boolean {
  const isNew = (value: number) => Math.abs(value - after) < Math.abs(value - before);
  return values.subarray(at).every(isNew) && !values.subarray(at - side, at).some(isNew);
}
