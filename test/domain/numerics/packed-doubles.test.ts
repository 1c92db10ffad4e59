import fc from 'fast-check';
import { packDoubles, unpackDoubles } from '../../../lib/domain/numerics/packed-doubles.ts';

test('double-precision values come back exactly from their text', () => {
  fc.assert(
    fc.property(fc.float64Array({ maxLength: 2000 }), (values) => {
      expect(unpackDoubles(packDoubles(values))).toEqual(values);
    }),
    { numRuns: 50 },
  );
});

test('no number, the infinities, both zeros and the smallest value keep every bit', () => {
  const { EPSILON, MAX_VALUE, MIN_VALUE, NaN: gap, POSITIVE_INFINITY: inf } = Number;
  const values = Float64Array.of(gap, inf, -inf, 0, -0, MIN_VALUE, MAX_VALUE, 1 + EPSILON);
  const again = unpackDoubles(packDoubles(values));
  expect([...again].every((value, i) => Object.is(value, values[i]))).toBe(true);
});

test('the text is little-endian: the same on every machine', () => {
  expect(packDoubles([1])).toBe('AAAAAAAA8D8=');
  expect(packDoubles([])).toBe('');
  expect(unpackDoubles('')).toEqual(new Float64Array(0));
});

test('the text goes through JSON, at eleven characters a value', () => {
  const values = Float64Array.from({ length: 840 }, (_, i) => Math.sin(i) * 10 ** (i % 30));
  const text = JSON.stringify(packDoubles(values));
  expect(text.length).toBeLessThanOrEqual(11 * 840);
  expect(unpackDoubles(JSON.parse(text))).toEqual(values);
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['a list', [1, 2]],
  ['characters outside base64', '?'],
  ['half a value', 'AAA='],
  ['a value cut short', packDoubles([1, 2]).slice(0, -4)],
])('refuses %s', (_, text) => {
  expect(() => unpackDoubles(text)).toThrow(RangeError);
  expect(() => unpackDoubles(text)).toThrow(/give what packDoubles made/);
});
