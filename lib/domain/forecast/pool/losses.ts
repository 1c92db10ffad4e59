const { abs } = Math;

/** Mean absolute error, and mean of the absolute error relative to the sizes of both (half of sMAPE); gaps are left out. */
export interface Errors {
  readonly absolute: number;
  readonly relative: number;
}

/** Errors of a path that starts at position `origin` of y, of its steps `from` to before `to`; NaN when no value came. */
export function errorsOf(
  path: Float64Array,
  y: Float64Array,
  origin: number,
  from = 0,
  to = path.length,
): Errors {
  let absolute = 0;
  let relative = 0;
  let count = 0;
  for (let h = from; h < to; h++) {
    const value = y[origin + h]!;
    if (Number.isNaN(value)) continue;
    const size = abs(value - path[h]!);
    absolute += size;
    if (size > 0) relative += size / (abs(value) + abs(path[h]!));
    count++;
  }
  return { absolute: absolute / count, relative: relative / count };
}

/**
 * Losses by contender and origin against the yardstick's mean over the origins: half by absolute, half by relative
 * errors, as in M4's OWA. NaN where there is no forecast or no value came.
 */
export function lossesOf(
  errors: readonly (readonly (Errors | undefined)[])[],
  yardstick: number,
): number[][] {
  const known = (errors[yardstick] ?? []).filter((one) => one !== undefined && !Number.isNaN(one.absolute));
  const mean = (pick: (one: Errors) => number) =>
    known.reduce((sum, one) => sum + (one === undefined ? 0 : pick(one)), 0) / known.length;
  const absolute = mean((one) => one.absolute);
  const relative = mean((one) => one.relative);
  return errors.map((row) =>
    row.map((one) =>
      one === undefined ? Number.NaN : (ratio(one.absolute, absolute) + ratio(one.relative, relative)) / 2,
    ),
  );
}

/** Where even the yardstick never errs, any error is far worse. */
function ratio(error: number, yardstick: number): number {
  if (yardstick > 0) return error / yardstick;
  return error > 0 ? 1e6 : error === 0 ? 1 : Number.NaN;
}
