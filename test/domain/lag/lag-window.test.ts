import { lagSpanMs, lagWindowOf } from '../../../lib/domain/lag/lag-window.ts';
import { samplesOf } from '../../../lib/domain/series/samples.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { billing, line, minute, t0 } from './consumer.ts';

const lag = (values: readonly number[], endMs = t0) => line('lag_sum', billing, values, endMs);
const every = (stepMs: number, values: readonly number[]) =>
  samplesOf(
    createSeries('lag_sum', billing),
    values.map((value, i) => [t0 - (values.length - i) * stepMs, value] as const),
  ).samples;

test('the window ends with the newest point of lag and has a value a minute', () => {
  const window = lagWindowOf({ lag: lag([1, 2, Number.NaN, 4]), worst: lag([1]) }, t0);
  expect(window).toMatchObject({ stepMs: minute, endMs: t0 });
  expect([...(window?.lag ?? [])]).toEqual([1, 2, Number.NaN, 4]);
  expect([...(window?.worst ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1]);
  expect([...(window?.arrived ?? [])]).toEqual(Array(4).fill(Number.NaN));
});

test('a rate becomes the messages of the step', () => {
  const window = lagWindowOf(
    { lag: lag([0, 0]), arriving: line('topic_messages_in', billing, [10, 20]) },
    t0,
  );
  expect([...(window?.arrived ?? [])]).toEqual([600, 1200]);
});

test('a rate that is measured every five minutes holds until it is measured anew, and no longer', () => {
  const rates = samplesOf(createSeries('topic_messages_in', billing), [
    [t0 - 20 * minute, 1],
    [t0 - 15 * minute, 2],
    [t0 - 10 * minute, 3],
  ]).samples;
  const { arrived = new Float64Array() } =
    lagWindowOf({ lag: lag(Array(20).fill(5)), arriving: rates }, t0) ?? {};
  expect([...arrived]).toEqual([1, 2, 3, Number.NaN].flatMap((rate) => Array(5).fill(rate * 60)));
});

test('lag that is told every five minutes has a grid of five', () => {
  const window = lagWindowOf({ lag: every(5 * minute, [1, 2, 3]) }, t0);
  expect(window).toMatchObject({ stepMs: 5 * minute });
  expect([...(window?.lag ?? [])]).toEqual([1, 2, 3]);
});

test('no more than the last hours are looked at', () => {
  const window = lagWindowOf({ lag: lag(Array(1000).fill(1)) }, t0);
  expect(window?.lag).toHaveLength(lagSpanMs / minute);
});

test('points of the future, from a clock that has jumped, are not looked at', () => {
  const window = lagWindowOf({ lag: lag([1, 2, 3], t0 + 2 * minute) }, t0);
  expect([...(window?.lag ?? [])]).toEqual([1, 2]);
  expect(lagWindowOf({ lag: lag([1, 2, 3], t0 + 60 * minute) }, t0)).toBeUndefined();
});

test('without a point there is no window', () => {
  expect(lagWindowOf({ lag: lag([]) }, t0)).toBeUndefined();
});
