import { createFourierTransform } from '../../../lib/domain/numerics/fast-fourier.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';

const random = createRandom(5);
const numbers = (length: number) => Float64Array.from({ length }, () => random() - 0.5);

/** By its definition. */
function slowly(re: Float64Array, im: Float64Array): [number[], number[]] {
  const n = re.length;
  const sum = (k: number, part: (t: number, angle: number) => number) => {
    let all = 0;
    for (let t = 0; t < n; t++) all += part(t, (-2 * Math.PI * ((k * t) % n)) / n);
    return all;
  };
  const real = (t: number, a: number) => (re[t] ?? 0) * Math.cos(a) - (im[t] ?? 0) * Math.sin(a);
  const imaginary = (t: number, a: number) => (re[t] ?? 0) * Math.sin(a) + (im[t] ?? 0) * Math.cos(a);
  return [Array.from(re, (_, k) => sum(k, real)), Array.from(re, (_, k) => sum(k, imaginary))];
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

test.each([1, 2, 3, 7, 8, 30, 64, 97])('%d numbers are transformed as the definition says, and back', (n) => {
  const re = numbers(n);
  const im = numbers(n);
  const [expectedRe, expectedIm] = slowly(re, im);
  const [x, y] = [re.slice(), im.slice()];
  const transform = createFourierTransform(n);
  transform.forward(x, y);
  expect(distance(x, expectedRe)).toBeLessThan(1e-12);
  expect(distance(y, expectedIm)).toBeLessThan(1e-12);
  transform.inverse(x, y);
  expect(distance(x, re)).toBeLessThan(1e-14);
  expect(distance(y, im)).toBeLessThan(1e-14);
});

test('a long prime length keeps its digits: its energy is that of the values', () => {
  const n = 4999;
  const [re, im] = [numbers(n), new Float64Array(n)];
  const energy = re.reduce((sum, value) => sum + value * value, 0);
  createFourierTransform(n).forward(re, im);
  const spectral = re.reduce((sum, value, i) => sum + value * value + (im[i] ?? 0) ** 2, 0) / n;
  expect(Math.abs(spectral / energy - 1)).toBeLessThan(1e-12);
});

test.each([0, -4, 2.5, Number.NaN])('refuses to transform %d values', (length) => {
  expect(() => createFourierTransform(length)).toThrow(RangeError);
});
