import { Episodes } from '../../../../lib/domain/anomaly/decisions/episodes.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** An episode a step of five minutes at a time. */
function lived(episodes: Episodes, fromMs: number, minutes: number, side = -1, distance = -1): void {
  for (let at = 0; at < minutes; at += 5) episodes.add(fromMs + at * minute, side, distance);
}

test('steps on one side, less than an hour apart, are one episode', () => {
  const episodes = new Episodes();
  lived(episodes, 0, 20);
  lived(episodes, 60 * minute, 10, -1, -3);
  expect(episodes.all()).toEqual([{ fromMs: 0, toMs: 65 * minute, side: -1, farthest: -3, isNormal: false }]);
  lived(episodes, 80 * minute, 5, 1, 2);
  lived(episodes, 5 * hour, 5);
  expect(episodes.all().map(({ fromMs, side }) => [fromMs, side])).toEqual([
    [0, -1],
    [80 * minute, 1],
    [5 * hour, -1],
  ]);
});

test('goes on for an hour after its last step', () => {
  const episodes = new Episodes();
  lived(episodes, 0, 20);
  expect(episodes.at(70 * minute)?.fromMs).toBe(0);
  expect(episodes.at(80 * minute)).toBeUndefined();
});

test('an earlier one is alike when it went about as far on the same side', () => {
  const episodes = new Episodes();
  lived(episodes, 0, 30, -1, -2);
  lived(episodes, day, 30, 1, 1);
  lived(episodes, 2 * day, 30, -1, -0.3);
  const now = episodes.add(3 * day, -1, -1.8);
  expect(episodes.like(now)?.fromMs).toBe(0);
  expect(episodes.like({ ...now, side: 1, farthest: 4 })).toBeUndefined();
});

test('what was marked covers the same at its time of the day, not more, not the other side, not at another time', () => {
  const episodes = new Episodes();
  lived(episodes, 10 * hour, 60, 1, 0.7);
  expect(episodes.mark(12 * hour)).toBeUndefined();
  expect(episodes.mark(10 * hour + 30 * minute)?.isNormal).toBe(true);
  const next = 7 * day + 10 * hour + 20 * minute;
  expect(episodes.markedAs(next, 1, 0.8)).toBeDefined();
  expect(episodes.markedAs(next, 1, 1.4)).toBeUndefined();
  expect(episodes.markedAs(next, -1, -0.5)).toBeUndefined();
  expect(episodes.markedAs(next + 8 * hour, 1, 0.7)).toBeUndefined();
});

test('remembers sixteen, and those that were marked longest', () => {
  const episodes = new Episodes();
  lived(episodes, 0, 5);
  episodes.mark(0);
  for (let i = 1; i <= 40; i++) lived(episodes, i * day, 5);
  episodes.end();
  const all = episodes.all();
  expect(all).toHaveLength(16);
  expect(all[0]).toMatchObject({ fromMs: 0, isNormal: true });
  expect(all[1]?.fromMs).toBe(26 * day);
});

test('what was remembered counts, beside what looking again finds elsewhere', () => {
  const known = new Episodes();
  lived(known, 2 * day, 60);
  known.end();
  lived(known, 9 * day, 60);
  const found = new Episodes();
  lived(found, day, 30);
  lived(found, 2 * day + 30 * minute, 60);
  const both = known.together(found);
  expect(both.all().map(({ fromMs }) => fromMs / day)).toEqual([1, 2, 9]);
  expect(both.at(9 * day + hour)?.fromMs).toBe(9 * day);
});

test('comes back from its state, and refuses one that is none', () => {
  const episodes = new Episodes();
  lived(episodes, 0, 30);
  episodes.mark(0);
  lived(episodes, day, 30);
  expect(Episodes.restore(JSON.parse(JSON.stringify(episodes.state()))).all()).toEqual(episodes.all());
  const broken: readonly Json[] = [null, {}, { kind: 'episodes', version: 1, past: [[1, 2]] }];
  for (const state of broken) expect(() => Episodes.restore(state)).toThrow(RangeError);
});
