import { isNoteworthy } from '../../../lib/domain/anomaly/index.ts';

const expected = { mean: 1000, sd: 1, lower: 998, upper: 1002 };

test.each([
  [1001, 'messages', false, 'lies within the interval'],
  [1040, 'percent', false, 'differs by less than 5 %'],
  [1099, 'messages', false, 'differs by less than 100 messages'],
  [1101, 'messages', true, 'differs by more'],
  [899, 'messages', true, 'is as far below'],
] as const)('%p %s is noteworthy: %p, because it %s', (observed, unit, is, _why) => {
  expect(isNoteworthy({ observed, expected }, unit)).toBe(is);
});

test.each([
  [1500, false, 'is what the season expects'],
  [1502, false, 'lies within the interval around what the season expects'],
  [1250, false, 'lies between the two'],
  [1700, true, 'is above both'],
  [800, true, 'is below both'],
] as const)(
  'after a disturbance has led the mean away, %p is noteworthy: %p, because it %s',
  (observed, is, _why) => {
    expect(isNoteworthy({ observed, expected: { ...expected, seasonal: 1500 } }, 'messages')).toBe(is);
  },
);
