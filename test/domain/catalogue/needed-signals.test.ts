import { rules, signals } from '../../../lib/domain/catalogue/index.ts';
import { neededSignals, polledCadence, polledSignals } from '../../../lib/domain/catalogue/needed-signals.ts';
import type { Rule } from '../../../lib/domain/catalogue/rule.ts';
import { signalsOf } from '../../../lib/domain/catalogue/rule-needs.ts';
import type { Signal } from '../../../lib/domain/catalogue/signal.ts';
import { expressCluster, standardCluster } from '../../infra/render/clusters.ts';

const assessed = signals.filter((signal) => signal.assessed).map(({ id }) => id);
const idsOf = (some: readonly Signal[]) => some.map(({ id }) => id);
const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id) ?? fail(`no rule ${id}`);

function fail(message: string): never {
  throw new Error(message);
}

test('without rules of our own only the assessed signals are needed', () => {
  expect(idsOf(neededSignals(standardCluster, { rules: [], signals }))).toEqual(assessed);
});

test('every signal that a rule of our own looks at is needed, once, in the order of the catalogue', () => {
  const rule = ruleOf('offline_partitions');
  const needed = idsOf(neededSignals(standardCluster, { rules: [rule, rule], signals }));
  const wanted = new Set([...assessed, ...signalsOf(rule)]);
  expect(needed).toEqual(idsOf(signals.filter(({ id }) => wanted.has(id))));
});

test('all rules together need less than everything', () => {
  const needed = neededSignals(standardCluster, { rules, signals });
  expect(needed.length).toBeLessThan(signals.length);
  expect(neededSignals(standardCluster, { rules, signals, mode: 'all' })).toEqual(
    signals.filter(({ own }) => !own),
  );
});

test('a rule for another type of cluster needs nothing', () => {
  const rule = ruleOf('offline_partitions');
  expect(rule.appliesTo).not.toContain('express');
  expect(idsOf(neededSignals(expressCluster, { rules: [rule], signals }))).toEqual(assessed);
});

test('a rule whose limit is not known of the cluster is never judged and needs nothing', () => {
  const signal: Signal = { ...(signals[0] ?? fail('no signals')), id: 'mine' };
  const rule: Rule = {
    ...ruleOf('offline_partitions'),
    condition: {
      kind: 'threshold',
      value: { kind: 'signal', signal: 'mine', statistic: 'Maximum' },
      comparison: '>',
      limit: { kind: 'limit', limit: 'retention_seconds' },
    },
  };
  const needs = { rules: [rule], signals: [signal].map(({ assessed: _, ...rest }) => rest) };
  expect(neededSignals(standardCluster, needs)).toEqual([]);
  const { retentionSeconds } = expressCluster;
  const knowing = { ...standardCluster, ...(retentionSeconds && { retentionSeconds }) };
  expect(idsOf(neededSignals(knowing, needs))).toEqual(['mine']);
});

test('what is gathered another way is not needed, in either mode', () => {
  const gathered = new Set(['bytes_in']);
  for (const mode of ['needed', 'all'] as const)
    expect(idsOf(neededSignals(standardCluster, { rules, signals, mode, gathered }))).not.toContain(
      'bytes_in',
    );
});

test('a critical signal is polled as often as most when CloudWatch alarms watch all of its rules', () => {
  const critical = signals.find(({ id }) => id === 'offline_partitions') ?? fail('no such signal');
  expect(critical.cadence).toBe('critical');
  expect(polledCadence(critical, [ruleOf('offline_partitions')])).toBe('critical');
  expect(polledCadence(critical, [])).toBe('normal');
});

test('a slow signal stays slow, whoever needs it', () => {
  const slow = signals.find(({ cadence }) => cadence === 'slow') ?? fail('no slow signal');
  expect(polledCadence(slow, rules)).toBe('slow');
  expect(polledCadence(slow, [])).toBe('slow');
});

test('each needed signal has its cadence, and no other signal has one', () => {
  const polled = polledSignals(standardCluster, { rules: [], signals });
  expect([...polled.keys()]).toEqual(assessed);
  expect([...polled.values()]).not.toContain('critical');
});
