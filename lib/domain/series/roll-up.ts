/** How the values of a step become one. */
export type Rollup = 'average' | 'max' | 'min' | 'sum' | 'last';

/**
 * One value from `values[start]` up to but not with `values[end]`, oldest first; NaN is a gap and is
 * passed over.
 * @returns NaN when there is no value among them
 */
export function rollUp(values: Float64Array, start: number, end: number, rollup: Rollup): number {
  let result = Number.NaN;
  let count = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    result = count === 0 ? value : combine(result, value, rollup);
    count++;
  }
  return rollup === 'average' ? result / count : result;
}

function combine(sofar: number, value: number, rollup: Rollup): number {
  switch (rollup) {
    case 'max':
      return Math.max(sofar, value);
    case 'min':
      return Math.min(sofar, value);
    case 'last':
      return value;
    case 'sum':
    case 'average':
      return sofar + value;
  }
}
