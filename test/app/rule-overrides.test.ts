import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overrideRules } from '../../app/rule-overrides.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidewatch-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const path = join(folder, 'rules.yaml');
  writeFileSync(path, text);
  return path;
}

const overridden = (text: string, id: string) =>
  overrideRules(rules, written(text)).find((rule) => rule.id === id);

test('timing, limits and severity of one rule change and all else stays', () => {
  const text = 'disk_high: { limit: 70, periods: 2, breaching: 1, severity: critical }';
  const after = overridden(text, 'disk_high');
  const before = rules.find(({ id }) => id === 'disk_high');
  expect(after).toMatchObject({ periods: 2, breaching: 1, severity: 'critical', periodMs: before?.periodMs });
  expect(after?.condition).toMatchObject({ kind: 'threshold', limit: { kind: 'number', value: 70 } });
  expect(overrideRules(rules, written(text)).filter(({ id }) => id !== 'disk_high')).toEqual(
    rules.filter(({ id }) => id !== 'disk_high'),
  );
});

test('a recovery limit that belongs to another limit does not outlive it', () => {
  expect(overridden('disk_high: { limit: 70 }', 'disk_high')?.condition).not.toHaveProperty('recoveryLimit');
});

test('a rule that is switched off is gone', () => {
  expect(overridden('disk_high: { off: true }', 'disk_high')).toBeUndefined();
});

test('the silence of an absence rule can be changed', () => {
  expect(overridden('broker_silent: { silentMs: 5000 }', 'broker_silent')?.condition).toMatchObject({
    kind: 'absence',
    silentMs: 5000,
  });
});

test('of several thresholds the limit is that of the first', () => {
  const after = overridden('consumer_lag_time: { limit: 5 }', 'consumer_lag_time')?.condition;
  const before = rules.find(({ id }) => id === 'consumer_lag_time')?.condition;
  if (after?.kind !== 'all' || before?.kind !== 'all') throw new Error('consumer_lag_time has another kind');
  expect(after.of[0]).toMatchObject({ limit: { kind: 'number', value: 5 } });
  expect(after.of.slice(1)).toEqual(before.of.slice(1));
});

test('an empty file changes nothing', () => {
  expect(overrideRules(rules, written(''))).toEqual(rules);
});

test.each([
  ['no_such_rule: { limit: 1 }', /rules\.yaml: no_such_rule: no such rule; docs\/rules\.md lists them/],
  ['disk_high: { limmit: 1 }', /rules\.yaml: disk_high: .*limmit/],
  ['disk_high: { limit: high }', /rules\.yaml: disk_high\.limit: .*number/],
  ['disk_high: { periods: 1, breaching: 3 }', /disk_high\.breaching: got 3; allowed: at most the 1 periods/],
  ['broker_silent: { limit: 3 }', /broker_silent\.limit: broker_silent has no limit of its own/],
  ['disk_high: [', /rules\.yaml: /],
])('refuses %j, naming the file and what is wrong', (text, message) => {
  expect(() => overrideRules(rules, written(text))).toThrow(message);
});

test('refuses a file that is not there', () => {
  expect(() => overrideRules(rules, join(folder, 'none.yaml'))).toThrow(/none\.yaml: no such file/);
});
