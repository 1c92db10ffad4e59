import { advance, type Entry, ruleStateFromJson, type Terms } from '../../../lib/domain/rules/state.ts';
import type { Tally } from '../../../lib/domain/rules/tally.ts';
import { minute, t0 } from './bench.ts';

const terms: Terms = {
  nowMs: t0,
  mustHoldMs: 0,
  recoveryMs: 5 * minute,
  isMaintenance: false,
  graceMs: 30 * minute,
  isQuiet: false,
};
const breach: Tally = { outcome: 'breach', breaching: 3, sinceMs: t0 - 3 * minute };
const some: Tally = { outcome: 'ok', breaching: 1, sinceMs: t0 - minute };
const fine: Tally = { outcome: 'ok', breaching: 0 };
const unknown: Tally = { outcome: 'unknown', breaching: 0 };
const pending: Entry = { phase: 'pending', sinceMs: t0 - 4 * minute };
const firing: Entry = { phase: 'firing', sinceMs: t0 - hours(1) };
const recovering: Entry = { ...firing, phase: 'recovering', goodSinceMs: t0 - 4 * minute };

function hours(count: number): number {
  return count * 60 * minute;
}

test.each<[string, Entry | undefined, Tally, string, string | undefined]>([
  ['well and fine', undefined, fine, 'none', undefined],
  ['well and unknown', undefined, unknown, 'none', undefined],
  ['well and partly breaching', undefined, some, 'none', 'pending'],
  ['well and breaching', undefined, breach, 'fired', 'firing'],
  ['pending and fine', pending, fine, 'none', undefined],
  ['pending and unknown', pending, unknown, 'none', 'pending'],
  ['pending and breaching', pending, breach, 'fired', 'firing'],
  ['firing and breaching', firing, breach, 'none', 'firing'],
  ['firing and unknown', firing, unknown, 'none', 'firing'],
  ['firing and fine', firing, fine, 'none', 'recovering'],
  ['recovering and still fine', recovering, fine, 'none', 'recovering'],
  ['recovering and unknown', recovering, unknown, 'none', 'recovering'],
  ['recovering and breaching', recovering, breach, 'none', 'firing'],
  [
    'recovering for long enough',
    { ...recovering, goodSinceMs: t0 - 5 * minute },
    fine,
    'resolved',
    undefined,
  ],
])('%s', (_title, entry, tally, kind, phase) => {
  const move = advance(entry, tally, terms);
  expect([move.kind, move.entry?.phase]).toEqual([kind, phase]);
});

test('the time since which it holds stays through pending, firing and recovering', () => {
  expect(advance(pending, breach, terms).entry?.sinceMs).toBe(pending.sinceMs);
  expect(advance(firing, fine, terms).entry?.sinceMs).toBe(firing.sinceMs);
});

test('breaching again while recovering starts the recovery anew', () => {
  const again = advance(recovering, breach, terms).entry;
  expect(again?.goodSinceMs).toBeUndefined();
  expect(advance(again, fine, terms).entry?.goodSinceMs).toBe(t0);
});

test('what began in maintenance is held back, and let go when it outlasts the grace', () => {
  const inMaintenance = { ...terms, isMaintenance: true };
  const held = advance(undefined, breach, inMaintenance);
  expect([held.kind, held.entry?.phase, held.entry?.isHeld]).toEqual(['none', 'pending', true]);
  const back = advance(held.entry, breach, { ...terms, nowMs: t0 + 10 * minute });
  expect([back.kind, back.entry?.isHeld]).toEqual(['none', true]);
  expect(advance(back.entry, breach, { ...terms, nowMs: t0 + 27 * minute }).kind).toBe('fired');
  expect(advance(back.entry, fine, { ...terms, nowMs: t0 + 27 * minute }).entry).toBeUndefined();
});

test('maintenance does not end what fires already', () => {
  expect(advance(firing, breach, { ...terms, isMaintenance: true }).entry?.phase).toBe('firing');
});

test('refuses nothing: a state that cannot be read is left out entry by entry', () => {
  expect(ruleStateFromJson(undefined)).toBeUndefined();
  expect(ruleStateFromJson({ evaluatedMs: 'x' })).toBeUndefined();
  const entries = { a: { e: { phase: 'firing', sinceMs: 1 }, f: { phase: 'odd', sinceMs: 1 }, g: 3 } };
  const state = ruleStateFromJson({ evaluatedMs: 1, resumedMs: 1, entries });
  expect([...(state?.entries.get('a')?.keys() ?? [])]).toEqual(['e']);
});

test('in a window of the user nothing new fires, and what outlasts the window fires then', () => {
  const quiet = { ...terms, isQuiet: true };
  const begun = advance(undefined, breach, quiet);
  expect(begun).toMatchObject({ kind: 'none', entry: { phase: 'pending' } });
  const later = advance(begun.entry, breach, { ...quiet, nowMs: t0 + hours(1) });
  expect(later).toEqual(begun);
  expect(advance(later.entry, breach, { ...terms, nowMs: t0 + hours(1) })).toMatchObject({
    kind: 'fired',
    entry: { sinceMs: breach.sinceMs },
  });
});

test('in a window of the user what fires goes on, and is resolved when it is over', () => {
  const quiet = { ...terms, isQuiet: true };
  expect(advance(firing, breach, quiet)).toEqual({ kind: 'none', entry: firing });
  expect(advance({ ...recovering, goodSinceMs: t0 - 5 * minute }, fine, quiet).kind).toBe('resolved');
  expect(advance(recovering, fine, { ...quiet, nowMs: t0 + hours(1) }).kind).toBe('resolved');
});
