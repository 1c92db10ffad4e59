import {
  type LoessShape,
  leastSpreadOf,
  lineAtOrigin,
  localFit,
  reach,
  type Weights,
  windowStart,
} from './local-fit.ts';

/** The tricube is a polynomial of degree 9, and a line's sums need two powers more. */
const powers = 12;
const terms = 10;
/** Share of the window that is passed before the sums are made afresh around a new centre. */
const stride = 0.3;

/**
 * A smoother whose cost a value does not grow with the window. To each side of x the tricube weight is a
 * polynomial of degree 9 in the position, so the sums of a local fit follow from the moments of the values left and
 * right of x, and these slide. Moments are around a centre near x and made afresh every third of a window: then a
 * sum's rounding error stays below about 1e-12 of the values' spread. Where the weights leave too little of a window
 * for that, the window is summed directly.
 * @returns writes the local fit at every jump-th value to `out`; no allocation
 */
export function createLongLoess(shape: LoessShape) {
  const { length, degree } = shape;
  const jump = Math.min(shape.jump, length - 1);
  const span = Math.min(shape.window, length);
  const flat = degree === 0;
  const leastSpread = leastSpreadOf(length);
  const left = createMoments();
  const right = createMoments();
  const fall = createFall();

  const fitAt = (y: Float64Array, weights: Weights, x: number, from: number, level: number, at: Place) => {
    const h = reach(shape, x, from);
    fall.place((x - at.centre) / at.scale, at.scale / h);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let t0 = 0;
    let t1 = 0;
    for (let i = 0; i < terms; i++) {
      const a = fall.left[i]!;
      const b = fall.right[i]!;
      s0 += a * left.mass[i]! + b * right.mass[i]!;
      s1 += a * left.mass[i + 1]! + b * right.mass[i + 1]!;
      s2 += a * left.mass[i + 2]! + b * right.mass[i + 2]!;
      t0 += a * left.value[i]! + b * right.value[i]!;
      t1 += a * left.value[i + 1]! + b * right.value[i + 1]!;
    }
    if (s0 < 1e-4 * (left.mass[0]! + right.mass[0]!) || s0 < 1e-6 * span)
      return localFit(y, weights, x, from, from + span - 1, h, degree, leastSpread);
    // Sums around x, in steps: d = scale * (u - p).
    const p = (x - at.centre) / at.scale;
    const d1 = at.scale * (s1 - p * s0);
    const d2 = at.scale * at.scale * (s2 - p * (2 * s1 - p * s0));
    return level + lineAtOrigin(s0, d1, d2, t0, at.scale * (t1 - p * t0), flat, leastSpread);
  };

  return (y: Float64Array, weights: Weights, out: Float64Array): void => {
    const level = meanOf(y, length);
    const place: Place = { centre: 0, scale: 1, y, weights, level };
    let next = 0;
    for (let start = 0; start < length; ) {
      const end = blockEnd(shape, start);
      let from = windowStart(shape, start);
      const to = windowStart(shape, end - 1) + span - 1;
      place.centre = (from + to) / 2;
      place.scale = (to - from) / 2;
      left.clear();
      right.clear();
      for (let j = from; j <= start; j++) left.add(j, 1, place);
      for (let j = start + 1; j < from + span; j++) right.add(j, 1, place);
      for (let x = start; x < end; x++) {
        const first = windowStart(shape, x);
        if (first > from) {
          left.add(from, -1, place);
          right.add(from + span, 1, place);
          from = first;
        }
        if (x > start) {
          right.add(x, -1, place);
          left.add(x, 1, place);
        }
        if (x !== next) continue;
        out[x] = fitAt(y, weights, x, from, level, place);
        next += jump;
      }
      start = end;
    }
  };
}

interface Place {
  centre: number;
  scale: number;
  readonly y: Float64Array;
  readonly weights: Weights;
  /** Taken from every value, so that a high level costs no digits. */
  readonly level: number;
}

/** Where the moments are made afresh: the values near an end, whose window stands still, are one block. */
function blockEnd(shape: LoessShape, start: number): number {
  const { length, window } = shape;
  const half = (window - 1) / 2;
  const lastMoving = length - 1 - half;
  if (window >= length || start > lastMoving) return length;
  if (start === 0) return half + 1;
  return Math.min(start + Math.ceil(stride * window), lastMoving + 1);
}

/** Sums over positions of weight · u^k and of weight · value · u^k, u the scaled distance from the centre. */
function createMoments() {
  const mass = new Float64Array(powers);
  const value = new Float64Array(powers);
  const add = (j: number, sign: number, { centre, scale, y, weights, level }: Place) => {
    const u = (j - centre) / scale;
    const v = y[j]! - level;
    let term = weights === undefined ? sign : sign * weights[j]!;
    if (term === 0) return;
    for (let k = 0; k < powers; k++) {
      mass[k]! += term;
      value[k]! += term * v;
      term *= u;
    }
  };
  const clear = () => {
    mass.fill(0);
    value.fill(0);
  };
  return { mass, value, add, clear };
}

const binomials = [3, 6, 9].map((m) => {
  const row = new Float64Array(m + 1).fill(1);
  for (let i = 1; i <= m; i++) row[i] = (row[i - 1]! * (m - i + 1)) / i;
  return row;
});
const [choose3, choose6, choose9] = binomials as [Float64Array, Float64Array, Float64Array];

/** Coefficients, in u, of the tricube weight (1 - |t|³)³ left and right of its top, t = (u - p) · slope. */
function createFall() {
  const left = new Float64Array(terms);
  const right = new Float64Array(terms);
  const shift = new Float64Array(terms).fill(1);
  const place = (p: number, slope: number) => {
    for (let i = 1; i < terms; i++) shift[i] = -p * shift[i - 1]!;
    const c3 = slope * slope * slope;
    const c9 = c3 * c3 * c3;
    for (let i = 0; i < terms; i++) {
      const even = i <= 6 ? 3 * c3 * c3 * choose6[i]! * shift[6 - i]! : 0;
      const odd = c9 * choose9[i]! * shift[9 - i]! + (i <= 3 ? 3 * c3 * choose3[i]! * shift[3 - i]! : 0);
      left[i] = even + odd;
      right[i] = even - odd;
    }
    left[0]! += 1;
    right[0]! += 1;
  };
  return { left, right, place };
}

function meanOf(y: Float64Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += y[i]!;
  return sum / length;
}
