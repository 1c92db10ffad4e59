/**
 * The discrete Fourier transform of complex numbers of one length, in place: X_k = Σ x_t e^(−2πi kt/n). Any length:
 * powers of two by butterflies, others as a convolution of powers of two (Bluestein 1970). Cost: n log n; nothing is
 * allocated after the first call.
 */
export interface FourierTransform {
  readonly length: number;
  /** @param re real parts, `length` values @param im imaginary parts */
  forward(re: Float64Array, im: Float64Array): void;
  /** The other way round, divided by n. */
  inverse(re: Float64Array, im: Float64Array): void;
}

/** A transform with its tables of sines. @throws RangeError when the length is not a whole number from 1 up */
export function createFourierTransform(length: number): FourierTransform {
  if (!Number.isSafeInteger(length) || length < 1)
    throw new RangeError(`got ${length} values to transform: give a whole number from 1 up`);
  const isPowerOfTwo = Math.log2(length) % 1 === 0;
  const forward = isPowerOfTwo ? butterflies(length) : chirps(length);
  return { length, forward, inverse: (re, im) => backward(forward, re, im) };
}

type InPlace = (re: Float64Array, im: Float64Array) => void;

/** Swapping real and imaginary parts turns the direction. */
function backward(forward: InPlace, re: Float64Array, im: Float64Array): void {
  forward(im, re);
  for (let i = 0; i < re.length; i++) {
    re[i]! /= re.length;
    im[i]! /= re.length;
  }
}

/** Cooley and Tukey (1965), radix 2, decimation in time. */
function butterflies(length: number): InPlace {
  const cos = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  const sin = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
  const places = reversedBits(length);
  return (re, im) => {
    sortBy(places, re);
    sortBy(places, im);
    for (let half = 1; half < length; half *= 2) combine(re, im, half, cos, sin);
  };
}

function combine(re: Float64Array, im: Float64Array, half: number, cos: Float64Array, sin: Float64Array) {
  const stride = re.length / (2 * half);
  for (let start = 0; start < re.length; start += 2 * half)
    for (let k = 0; k < half; k++) {
      const upper = start + k;
      const lower = upper + half;
      const c = cos[k * stride]!;
      const s = sin[k * stride]!;
      const x = re[lower]! * c - im[lower]! * s;
      const y = re[lower]! * s + im[lower]! * c;
      re[lower] = re[upper]! - x;
      im[lower] = im[upper]! - y;
      re[upper]! += x;
      im[upper]! += y;
    }
}

function reversedBits(length: number): Uint32Array {
  const places = new Uint32Array(length);
  for (let i = 1; i < length; i++) places[i] = (places[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0);
  return places;
}

function sortBy(places: Uint32Array, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const j = places[i]!;
    if (j <= i) continue;
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}

/** Bluestein: with kt = (k² + t² − (k − t)²) / 2 the transform is a convolution with a chirp. */
function chirps(length: number): InPlace {
  const padded = createFourierTransform(2 ** Math.ceil(Math.log2(2 * length - 1)));
  // The remainder keeps the angle small, so long transforms lose no digits.
  const angles = Float64Array.from({ length }, (_, t) => (Math.PI * ((t * t) % (2 * length))) / length);
  const cos = angles.map(Math.cos);
  const sin = angles.map((angle) => -Math.sin(angle));
  const kernel = chirpKernel(padded, cos, sin);
  const workRe = new Float64Array(padded.length);
  const workIm = new Float64Array(padded.length);
  return (re, im) => {
    workRe.fill(0);
    workIm.fill(0);
    multiply(re, im, cos, sin, workRe, workIm, length);
    padded.forward(workRe, workIm);
    multiply(workRe, workIm, kernel.re, kernel.im, workRe, workIm, padded.length);
    padded.inverse(workRe, workIm);
    multiply(workRe, workIm, cos, sin, re, im, length);
  };
}

function chirpKernel(padded: FourierTransform, cos: Float64Array, sin: Float64Array) {
  const re = new Float64Array(padded.length);
  const im = new Float64Array(padded.length);
  for (let t = 0; t < cos.length; t++) {
    const mirrored = t === 0 ? 0 : padded.length - t;
    re[t] = re[mirrored] = cos[t]!;
    im[t] = im[mirrored] = -sin[t]!;
  }
  padded.forward(re, im);
  return { re, im };
}

/** Complex products of two rows, into a third, which may be the first. */
function multiply(
  re: Float64Array,
  im: Float64Array,
  byRe: Float64Array,
  byIm: Float64Array,
  intoRe: Float64Array,
  intoIm: Float64Array,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const x = re[i]! * byRe[i]! - im[i]! * byIm[i]!;
    intoIm[i] = re[i]! * byIm[i]! + im[i]! * byRe[i]!;
    intoRe[i] = x;
  }
}
