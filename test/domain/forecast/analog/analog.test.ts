import { analog } from '../../../../lib/domain/forecast/analog/index.ts';
import { analogPath } from '../../../../lib/domain/forecast/analog/path.ts';

/** Days of two kinds, one after the other by a pattern. */
function days(kinds: string): Float64Array {
  const shapes = { a: [1, 2, 3, 4], b: [4, 3, 2, 1], c: [9, 9, 9, 1] } as const;
  return Float64Array.from([...kinds].flatMap((kind) => shapes[kind as keyof typeof shapes]));
}

test('goes on as what followed the day most like the last one', () => {
  const path = analogPath(days('abcabcabcab'), 4, 4)!;
  expect([...path].map((value) => Math.round(value))).toEqual([9, 9, 9, 1]);
});

test('looks at longer stretches where asked to', () => {
  // A day a is followed by b after c, and by c after b: one day alone cannot tell.
  const z = days('cabacabacaba');
  const path = analogPath(z, 4, 4, 2)!;
  expect([...path].map((value) => Math.round(value))).toEqual([9, 9, 9, 1]);
});

test('keeps to the level that the last day has', () => {
  const z = days('ababababa');
  const raised = z.map((value, t) => (t >= z.length - 4 ? value + 100 : value));
  const path = analogPath(raised, 4, 4)!;
  expect(Math.min(...path)).toBeGreaterThan(90);
});

test('says that it needs a season four times', () => {
  const options = { stepMs: 3_600_000, startMs: 0, periods: [24] };
  expect(analog.fit(new Float64Array(90).fill(1), options)).toEqual({
    kind: 'too_short',
    got: 90,
    needed: 96,
  });
  expect(analog.fit(new Float64Array(90).fill(1), { ...options, periods: [] })).toMatchObject({
    kind: 'too_short',
  });
});
