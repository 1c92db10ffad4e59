import fc from 'fast-check';
import { packColumns, unpackColumns } from '../../../../../lib/adapters/stores/dynamodb/points/columns.ts';

const times = fc.array(fc.integer({ min: 0, max: 253_402_300_799_999 }));
const doubles = fc.array(fc.double());

test('times, doubles and texts come back exactly, whatever they are', () => {
  fc.assert(
    fc.property(times, fc.array(doubles), fc.array(fc.string()), (whole, values, words) => {
      const back = unpackColumns(packColumns({ times: whole, values, words }));
      expect(back.times).toEqual(whole);
      expect(back.values.map((column) => [...column])).toEqual(values);
      expect(back.words).toEqual(words);
    }),
  );
});

test('the same columns give the same bytes', () => {
  const columns = { times: [60_000, 120_000], values: [[0.1, -0]], words: ['日本'] };
  expect(packColumns(columns)).toEqual(packColumns(structuredClone(columns)));
});

test('an hour of one-minute points takes at most 8 bytes a point and few for their times', () => {
  const t0 = Date.UTC(2026, 0, 5);
  const minutes = Array.from({ length: 60 }, (_, i) => t0 + i * 60_000);
  const noise = minutes.map((_, i) => 1e6 * (1 + Math.sin(i * 12.9898) * Math.E));
  const counts = minutes.map((_, i) => 100 + (i % 7));
  const lengthOf = (values: readonly number[]) =>
    packColumns({ times: minutes, values: [values], words: [] }).length;
  expect(lengthOf(noise)).toBeLessThan(8 * 60 + 30);
  expect(lengthOf(counts)).toBeLessThan(2 * 60);
});

test('refuses a body of another version and says which it reads', () => {
  const body = packColumns({ times: [1], values: [[2]], words: [] });
  body[0] = 9;
  expect(() => unpackColumns(body)).toThrow(
    new RangeError('got a body of version 9: this release reads version 1'),
  );
});

test('refuses a body that is empty or cut short', () => {
  const body = packColumns({ times: [1, 2, 3], values: [[0.1, 0.2, 0.3]], words: ['a'] });
  for (let length = 0; length < body.length; length++)
    expect(() => unpackColumns(body.subarray(0, length))).toThrow(RangeError);
});

test('a changed bit is refused, or one that nothing depends on: it never gives other values', () => {
  const columns = { times: [1, 2, 3], values: [Float64Array.of(0.1, 0.2, 0.3)], words: ['a'] };
  const body = packColumns(columns);
  const outcomes = Array.from({ length: body.length * 8 }, (_, bit) => {
    const damaged = Uint8Array.from(body);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      return unpackColumns(damaged);
    } catch (error) {
      return (error as Error).name;
    }
  });
  const read = outcomes.filter((outcome) => outcome !== 'RangeError');
  expect(read.length).toBeLessThan(8);
  for (const outcome of read) expect(outcome).toEqual(columns);
});
