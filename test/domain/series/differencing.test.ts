import fc from 'fast-check';
import {
  consumed,
  type Differences,
  difference,
  differencingPolynomial,
  integrate,
} from '../../../lib/domain/series/differencing.ts';
import { published } from './fixture.ts';

test('the polynomial of one seasonal and one plain difference is (1 − B)(1 − B⁴)', () => {
  expect([...differencingPolynomial({ d: 1, seasonal: 1, period: 4 })]).toEqual([1, -1, 0, 0, -1, 1]);
  expect([...differencingPolynomial({ d: 2 })]).toEqual([1, -2, 1]);
  expect([...differencingPolynomial({ d: 0 })]).toEqual([1]);
});

test('differences follow the definition and consume d + D·m values', () => {
  const y = Float64Array.of(1, 4, 9, 16, 25, 36, 49);
  expect([...difference(y, { d: 2 })]).toEqual([2, 2, 2, 2, 2]);
  expect([...difference(y, { d: 1, seasonal: 1, period: 3 })]).toEqual([6, 6, 6]);
  expect(consumed({ d: 1, seasonal: 2, period: 12 })).toBe(25);
  expect(difference(y, { d: 0, seasonal: 1, period: 12 })).toHaveLength(0);
});

test('a gap makes a gap of every difference that needs it', () => {
  const w = difference(Float64Array.of(1, 2, Number.NaN, 4, 5), { d: 1 });
  expect([...w]).toEqual([1, Number.NaN, Number.NaN, 1]);
});

const orders = fc.record({ d: fc.nat(2), seasonal: fc.nat(2), period: fc.integer({ min: 2, max: 9 }) });

test('whole numbers come back exactly from their differences and first values', () => {
  fc.assert(
    fc.property(
      orders,
      fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 22, maxLength: 60 }),
      (differences: Differences, values) => {
        const y = Float64Array.from(values);
        const w = difference(y, differences);
        const held = consumed(differences);
        expect([...integrate(w, y.subarray(0, held), differences)]).toEqual([...y.subarray(held)]);
      },
    ),
  );
});

test('the last values continue a series', () => {
  const y = published.airPassengers;
  const differences = { d: 1, seasonal: 1, period: 12 };
  const w = difference(y, differences);
  const known = 100;
  const next = integrate(w.subarray(known - 13), y.subarray(known - 13, known), differences);
  expect([...next]).toEqual([...y.subarray(known)]);
});

test.each([
  { d: -1 },
  { d: 1.5 },
  { d: 0, seasonal: 1 },
  { d: 0, seasonal: 1, period: 1 },
  { d: 0, period: 0 },
])('refuses the differences %j', (differences) => {
  expect(() => difference(new Float64Array(5), differences)).toThrow(/give whole numbers from 0/);
});

test('refuses initial values of another length', () => {
  expect(() => integrate(new Float64Array(3), new Float64Array(2), { d: 1 })).toThrow(
    'got 2 initial values: these differences need 1',
  );
});
