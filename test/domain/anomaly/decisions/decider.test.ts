import {
  type Circumstances,
  createDecider,
  type Decider,
  type Decision,
  panel,
  panelDetector,
  restoreDecider,
} from '../../../../lib/domain/anomaly/decisions/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const stepMs = 5 * minute;
/** Where the days that are learnt from end. */
const t0 = 10 * day;

const rhythm = (timeMs: number) => 1000 + 400 * Math.sin((2 * Math.PI * timeMs) / day);
const noises = Array.from({ length: 8000 }, createRandom(4));
const noise = (timeMs: number) =>
  30 * ((noises[(timeMs / stepMs) % 8000] ?? 0) + (noises[(timeMs / stepMs + 977) % 8000] ?? 0) - 1);
const usual = (timeMs: number) => rhythm(timeMs) + noise(timeMs);

function pointAt(timeMs: number, observed = usual(timeMs)) {
  const mean = rhythm(timeMs);
  return { observed, timeMs, expected: { mean, sd: 12, lower: mean - 24, upper: mean + 24 } };
}

function learnt(budget?: number): Decider {
  const stream = { stepMs, startMs: 0 };
  const decider = createDecider({ detectors: panel, stream, ...(budget !== undefined && { budget }) });
  for (let at = 0; at < t0; at += stepMs) decider.take(pointAt(at));
  return decider;
}
/** Learning takes a moment: every test goes on from this. */
const state = learnt().state();
const ready = (budget?: number) => restoreDecider(state, panelDetector, budget);

function live(
  decider: Decider,
  fromMs: number,
  toMs: number,
  value: (timeMs: number) => number,
  circumstances: Circumstances = {},
): Decision[] {
  const decisions: Decision[] = [];
  for (let at = fromMs; at < toMs; at += stepMs)
    decisions.push(decider.take(pointAt(at, value(at)), circumstances));
  return decisions;
}
const anomalies = (decisions: readonly Decision[]) => decisions.filter(({ isAnomaly }) => isAnomaly).length;
const episodes = (decisions: readonly Decision[]) =>
  new Set(decisions.flatMap(({ episode }) => (episode ? [episode.fromMs] : []))).size;

test('a month of what is usual has about as many anomalies as the budget allows, at most', () => {
  expect(episodes(live(ready(), t0, t0 + 30 * day, usual))).toBeLessThanOrEqual(2);
});

test('a loss is an anomaly within ten minutes, for as long as it lasts, and a quarter of an hour at most', () => {
  const decider = ready();
  const lost = live(decider, t0, t0 + 9 * hour, () => 30);
  expect(lost.slice(0, 2).some(({ isAnomaly }) => isAnomaly)).toBe(true);
  expect(anomalies(lost.slice(2))).toBe(lost.length - 2);
  expect(lost.at(-1)).toMatchObject({ isHeld: true, episode: { side: -1 } });
  expect(lost[2]?.score).toBeLessThan(-3);
  expect(anomalies(live(decider, t0 + 9 * hour, t0 + 12 * hour, usual).slice(3))).toBe(0);
});

test('what has lasted a day is how things are: it is told no more, and what returns then is no news for a while', () => {
  const decider = ready();
  const shifted = (timeMs: number) => 2.2 * usual(timeMs);
  const first = live(decider, t0, t0 + 20 * hour, shifted);
  expect(anomalies(first.slice(2))).toBe(first.length - 2);
  live(decider, t0 + 20 * hour, t0 + day, shifted);
  const later = live(decider, t0 + day, t0 + day + 3 * hour, shifted);
  expect(anomalies(later)).toBeLessThanOrEqual(1);
  expect(later.filter(({ spared }) => spared === 'new_level').length).toBeGreaterThan(0);
  expect(later.at(-1)?.isHeld).toBe(false);
});

test('a fall by a fifth for hours is found', () => {
  const decisions = live(ready(), t0, t0 + 6 * hour, (timeMs) => 0.8 * usual(timeMs));
  expect(anomalies(decisions)).toBeGreaterThan(10);
  expect(decisions.flatMap(({ by }) => by)).toContain('season');
});

test('maintenance is neither told nor learnt; an event that brings more spares more, and not less', () => {
  const doubled = (timeMs: number) => 2 * usual(timeMs);
  const halved = (timeMs: number) => 0.5 * usual(timeMs);
  const decider = ready();
  const inMaintenance = live(decider, t0, t0 + 2 * hour, halved, { known: 'maintenance' });
  expect(anomalies(inMaintenance)).toBe(0);
  expect(inMaintenance.every(({ isHeld }) => isHeld)).toBe(true);
  expect(anomalies(live(decider, t0 + 2 * hour, t0 + 3 * hour, halved))).toBeGreaterThan(10);
  const inCampaign = live(ready(), t0, t0 + 2 * hour, doubled, { known: 'brings_more' });
  expect(anomalies(inCampaign)).toBe(0);
  expect(inCampaign.at(-1)?.spared).toBe('known_event');
  expect(anomalies(live(ready(), t0, t0 + hour, halved, { known: 'brings_more' }))).toBeGreaterThan(9);
});

test('a difference that matters to nobody is no anomaly', () => {
  const decisions = live(ready(), t0, t0 + hour, () => 30, { isNoteworthy: false });
  expect(anomalies(decisions)).toBe(0);
  expect(decisions[0]).toMatchObject({ spared: 'too_small', isHeld: false });
});

test('what somebody called normal is none the next time; more than that is one', () => {
  const decider = ready();
  const bump = (timeMs: number) => 1.8 * usual(timeMs);
  expect(anomalies(live(decider, t0, t0 + hour, bump))).toBeGreaterThan(8);
  live(decider, t0 + hour, t0 + day, usual);
  expect(decider.episodes.mark(t0 + 30 * minute)).toBeDefined();
  const again = live(decider, t0 + day, t0 + day + hour, bump);
  expect(anomalies(again)).toBe(0);
  expect(again.map(({ spared }) => spared)).toContain('marked_normal');
  live(decider, t0 + day + hour, t0 + 2 * day, usual);
  expect(anomalies(live(decider, t0 + 2 * day, t0 + 2 * day + hour, (at) => 4 * usual(at)))).toBeGreaterThan(
    8,
  );
});

test('the second of two that are alike says so', () => {
  const decider = ready();
  live(decider, t0, t0 + hour, () => 200);
  live(decider, t0 + hour, t0 + 2 * day, usual);
  const second = live(decider, t0 + 2 * day, t0 + 2 * day + hour, () => 210);
  expect(second.at(-1)?.like?.fromMs).toBeLessThan(t0 + 10 * minute);
});

test('a series that begins today is still learning, and raises nothing', () => {
  const decider = createDecider({ detectors: panel, stream: { stepMs, startMs: 0 } });
  const decisions = live(decider, 0, day / 2, (at) => (at > 6 * hour ? 5 : usual(at)));
  expect(anomalies(decisions)).toBe(0);
  expect(decisions.at(-1)?.isLearning).toBe(true);
});

test.each([
  ['a constant', () => 7],
  ['noughts', () => 0],
  ['gaps', () => Number.NaN],
  ['a counter that is reset', (at: number) => (at % (6 * hour)) * 1e3],
  ['five orders of magnitude', (at: number) => 10 ** ((at % (10 * stepMs)) / stepMs / 2)],
])('of %s every decision is in numbers', (_, value) => {
  const decisions = live(ready(), t0, t0 + day, value);
  for (const { pValue, score } of decisions)
    expect(pValue >= 0 && pValue <= 1 && Number.isFinite(score)).toBe(true);
});

test('restored from its text it decides exactly alike', () => {
  const straight = ready();
  live(straight, t0, t0 + hour, () => 30);
  const restored = restoreDecider(JSON.parse(JSON.stringify(straight.state())), panelDetector);
  const value = (at: number) => (at % day < 3 * hour ? 30 : usual(at));
  expect(live(restored, t0 + hour, t0 + day, value)).toEqual(live(straight, t0 + hour, t0 + day, value));
  expect(restored.state()).toEqual(straight.state());
  expect(JSON.stringify(straight.state()).length).toBeLessThan(24_000);
});

test('refuses a state of a detector that is not known, and one that is none', () => {
  expect(() => restoreDecider(state, () => undefined)).toThrow('agreement: train anew');
  expect(() => restoreDecider({}, panelDetector)).toThrow(RangeError);
});
