import { rules, signalById } from '../../../lib/domain/catalogue/index.ts';
import { outlookOf } from '../../../lib/domain/forecast/outlook.ts';

const hour = 3_600_000;

function outlook(id: string) {
  const signal = signalById(id);
  if (signal === undefined) throw new Error(`no signal ${id}`);
  return outlookOf(signal, rules, 300_000);
}

test('a disk is looked at as far ahead as its rules ask, without a season', () => {
  expect(outlook('disk_used')).toEqual({ horizonMs: 72 * hour, everyMs: 45 * 60_000, periodsMs: [] });
});

test('traffic is looked at a day ahead, by day and week', () => {
  expect(outlook('messages_in')).toEqual({
    horizonMs: 24 * hour,
    everyMs: 15 * 60_000,
    periodsMs: [24 * hour, 168 * hour],
  });
});

test('a rate keeps its seasons even when a rule asks for the time to its limit', () => {
  expect(outlook('bytes_in').periodsMs).toHaveLength(2);
});

test('a lag with an objective is looked at in fine steps and without a season', () => {
  expect(outlook('lag_seconds')).toEqual({ horizonMs: 6 * hour, everyMs: 300_000, periodsMs: [] });
});
