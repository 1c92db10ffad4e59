import fc from 'fast-check';
import { dueRange, retentionWindows } from '../../../lib/domain/cost/poll-window.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const nowMs = Date.UTC(2026, 10, 20, 12, 3, 17);

test('windows are whole periods inside the range, in order, without overlap, and finer when newer', () => {
  const age = fc.integer({ min: 0, max: 500 * day });
  fc.assert(
    fc.property(age, age, fc.integer({ min: 1, max: 3 * hour }), (a, b, stepMs) => {
      const [fromMs, toMs] = [nowMs - Math.max(a, b), nowMs - Math.min(a, b)];
      const { windows, lostMs } = retentionWindows(fromMs, toMs, nowMs, stepMs);
      let previous = { toMs: fromMs, periodMs: Number.POSITIVE_INFINITY };
      for (const window of windows) {
        expect(window.fromMs).toBeGreaterThanOrEqual(previous.toMs);
        expect(window.toMs).toBeLessThanOrEqual(toMs);
        expect(window.fromMs % window.periodMs).toBe(0);
        expect(window.toMs % window.periodMs).toBe(0);
        expect(window.periodMs).toBeGreaterThanOrEqual(stepMs);
        expect(window.periodMs).toBeLessThanOrEqual(previous.periodMs);
        previous = window;
      }
      const lost = Math.max(0, nowMs - 455 * day - fromMs);
      expect(Math.abs(lostMs - Math.min(lost, toMs - fromMs))).toBeLessThanOrEqual(4 * hour);
    }),
  );
});

test('a range that lies within one retention is one window', () => {
  expect(retentionWindows(nowMs - hour, nowMs, nowMs)).toEqual({
    windows: [{ fromMs: nowMs - hour + 43_000, toMs: nowMs - 17_000, periodMs: minute }],
    lostMs: 0,
  });
});

test('asked for by the hour, 455 days are one window, and are billed once', () => {
  const { windows } = retentionWindows(nowMs - 400 * day, nowMs, nowMs, hour);
  const from = Math.ceil((nowMs - 400 * day) / hour) * hour;
  expect(windows).toEqual([{ fromMs: from, toMs: Math.floor(nowMs / hour) * hour, periodMs: hour }]);
});

test('asked for by 5 minutes, what is older than 63 days comes by the hour', () => {
  const { windows } = retentionWindows(nowMs - 100 * day, nowMs, nowMs, 5 * minute);
  expect(windows.map(({ periodMs }) => periodMs)).toEqual([hour, 5 * minute]);
  expect(windows[0]?.toMs).toBe(windows[1]?.fromMs);
});

test('an empty range, and one shorter than a period, have no window', () => {
  expect(retentionWindows(nowMs, nowMs, nowMs).windows).toEqual([]);
  expect(retentionWindows(nowMs - 10_000, nowMs, nowMs).windows).toEqual([]);
});

test('what is older than 455 days is lost, and said so', () => {
  const { windows, lostMs } = retentionWindows(nowMs - 600 * day, nowMs - 500 * day, nowMs);
  expect(windows).toEqual([]);
  expect(lostMs).toBe(100 * day);
});

test.each([
  [-4, -1, undefined],
  [-5, 0, [-10, 0]],
  [-6, 0, [-15, 0]],
  [-17, -3, [-25, -5]],
])('from %d to %d minutes, what is due every 5 minutes is %j', (from, to, due) => {
  const at = Date.UTC(2026, 10, 20, 12, 0);
  const range = dueRange(5 * minute, at + from * minute, at + to * minute, 0);
  expect(range && [(range.fromMs - at) / minute, (range.toMs - at) / minute]).toEqual(due);
});

test('the interval before and the overlap go before the first interval that is due', () => {
  expect(dueRange(5 * minute, 0, 5 * minute, 10 * minute)).toEqual({
    fromMs: -15 * minute,
    toMs: 5 * minute,
  });
});

test('consecutive reads leave no gap, and each reads the interval before again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 * hour }), { minLength: 2 }), (steps) => {
      let fromMs = nowMs;
      let askedTo = Math.floor(nowMs / hour) * hour;
      for (const step of steps) {
        const due = dueRange(hour, fromMs, fromMs + step, 0);
        if (due) expect(due.fromMs).toBe(askedTo - hour);
        askedTo = due?.toMs ?? askedTo;
        fromMs += step;
      }
    }),
  );
});
