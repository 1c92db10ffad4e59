import type { Mark } from '../../../lib/domain/rules/judgement.ts';
import { tally } from '../../../lib/domain/rules/tally.ts';
import { minute, t0 } from './bench.ts';

const marks: Readonly<Record<string, Mark>> = { B: 'breach', o: 'ok', '-': 'missing' };

function outcome(text: string, breaching: number, missing: 'hold' | 'ok' | 'breaching', resumedMs = 0) {
  const given = [...text].map((letter) => marks[letter] ?? 'missing');
  const periods = { endMs: t0, periodMs: minute, count: given.length };
  return tally(given, { breaching, missing }, periods, resumedMs);
}

// B breaches, o is fine, - has no data; oldest first.
test.each([
  ['BBB', 3, 'hold', 'breach'],
  ['oBB', 3, 'hold', 'ok'],
  ['BoB', 2, 'hold', 'breach'],
  ['ooo', 1, 'hold', 'ok'],
  ['---', 1, 'hold', 'unknown'],
  ['BB-', 3, 'hold', 'unknown'],
  ['B-o', 2, 'hold', 'ok'],
  ['o--', 1, 'hold', 'ok'],
  ['BBB', 3, 'ok', 'breach'],
  ['BB-', 3, 'ok', 'ok'],
  ['---', 1, 'ok', 'ok'],
  ['---', 3, 'breaching', 'breach'],
  ['o--', 2, 'breaching', 'breach'],
  ['o--', 3, 'breaching', 'ok'],
  ['--B', 3, 'breaching', 'ok'],
  ['--o', 1, 'breaching', 'ok'],
] as const)('%s with %d breaching and missing as %s is %s', (text, breaching, missing, expected) => {
  expect(outcome(text, breaching, missing).outcome).toBe(expected);
});

test('silence from before the evaluation ran proves nothing', () => {
  expect(outcome('---', 1, 'breaching', t0).outcome).toBe('unknown');
  expect(outcome('---', 1, 'breaching', t0 - minute).outcome).toBe('breach');
});

test('since is the start of the oldest breaching period', () => {
  expect(outcome('oBB', 2, 'hold').sinceMs).toBe(t0 - 2 * minute);
  expect(outcome('ooo', 2, 'hold').sinceMs).toBeUndefined();
});
