import { judgeMetric } from '../../../emulator/sidecar/judge-metric.ts';

const minuteMs = 60_000;
const alarm = {
  metric: 'Invocations',
  comparison: 'LessThanThreshold',
  threshold: 1,
  periods: 3,
  breaching: 2,
  periodSeconds: 60,
  missing: 'missing',
  sinceMs: 0,
} as const;
const stateOf = (values: readonly number[], changes: object = {}, nowMs = 60 * minuteMs) =>
  judgeMetric({ ...alarm, ...changes }, values, nowMs)?.state;

test.each([
  ['all periods breach', [0, 0, 0], {}, 'ALARM'],
  ['as many breach as are needed', [0, 5, 0], {}, 'ALARM'],
  ['fewer breach than are needed', [0, 5, 5], {}, 'OK'],
  ['a missing period is nothing', [Number.NaN, 5, 0], {}, 'OK'],
  ['a missing period breaches where it is said so', [Number.NaN, 5, 0], { missing: 'breaching' }, 'ALARM'],
  ['no data, and that is fine', [NaN, NaN, NaN], { missing: 'notBreaching' }, 'OK'],
  ['no data, and that is a breach', [NaN, NaN, NaN], { missing: 'breaching' }, 'ALARM'],
  ['no data, and that is not known to be either', [NaN, NaN, NaN], {}, 'INSUFFICIENT_DATA'],
  ['no data, and the state is to stay', [NaN, NaN, NaN], { missing: 'ignore' }, undefined],
  ['at the threshold', [5, 5, 5], { comparison: 'GreaterThanOrEqualToThreshold', threshold: 5 }, 'ALARM'],
  [
    'at the threshold, but it must be above',
    [5, 5, 5],
    { comparison: 'GreaterThanThreshold', threshold: 5 },
    'OK',
  ],
  [
    'at or below the threshold',
    [5, 5, 5],
    { comparison: 'LessThanOrEqualToThreshold', threshold: 5 },
    'ALARM',
  ],
] as const)('%s', (_, values, changes, state) => {
  expect(stateOf(values, changes)).toBe(state);
});

test('an alarm that is younger than its window is not judged by silence', () => {
  const changes = { missing: 'breaching', sinceMs: 58 * minuteMs };
  expect(stateOf([NaN, NaN, NaN], changes)).toBeUndefined();
  expect(stateOf([NaN, NaN, 4], changes)).toBe('ALARM');
  expect(stateOf([NaN, 4, 4], changes)).toBe('OK');
});

test('the reason tells how many periods, the threshold and the newest value', () => {
  expect(judgeMetric(alarm, [3, 0, 0], 60 * minuteMs)?.reason).toBe(
    '2 of 3 periods of Invocations breach the threshold of 1 (newest value 0)',
  );
});

test('refuses a comparison that is not on a threshold', () => {
  expect(() => stateOf([1, 1, 1], { comparison: 'LessThanLowerOrGreaterThanUpperThreshold' })).toThrow(
    'allowed: those on a threshold',
  );
});
