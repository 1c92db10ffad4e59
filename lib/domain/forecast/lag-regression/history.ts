/**
 * The last values of a series, as many as the longest lag needs, in single precision about an offset, so that what is
 * saved is what is held. Models of one series may share one.
 */
export interface History {
  readonly offset: number;
  readonly values: Float32Array;
  /** Values seen in all: the next one is at this position of the series. */
  count: number;
}

/** @param y all finite, at least one @param length values kept */
export function createHistory(y: Float64Array, length: number): History {
  const history = { offset: y[y.length - 1]!, values: new Float32Array(length), count: 0 };
  for (const value of y.subarray(Math.max(0, y.length - length)))
    history.values[history.count++ % length] = value - history.offset;
  // What is older than is kept is counted: slots of a season keep their places.
  const shift = y.length - history.count;
  if (shift > 0) {
    history.values.set(rotated(history.values, shift));
    history.count = y.length;
  }
  return history;
}

function rotated(values: Float32Array, by: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) turned[(i + by) % values.length] = values[i]!;
  return turned;
}

/** The value `lag` steps before the next one; the oldest kept where that is longer ago. */
export function valueAgo({ offset, values, count }: History, lag: number): number {
  const length = values.length;
  const back = Math.min(lag, length, count);
  return offset + values[(count - back) % length]!;
}

export function pushValue(history: History, value: number): void {
  history.values[history.count % history.values.length] = value - history.offset;
  history.count++;
}
