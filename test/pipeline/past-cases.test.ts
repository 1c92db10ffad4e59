import { createDecider, panel } from '../../lib/domain/anomaly/decisions/index.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { withPastCases } from '../../lib/pipeline/past-cases.ts';
import { modelKey } from '../../lib/pipeline/series-model.ts';
import { createMemoryModelStore } from '../memory/index.ts';
import { bytesIn, day, hour, step, t0 } from './ports.ts';

const lost: Finding = {
  rule: 'broker_traffic_low',
  entity: bytesIn.entity,
  status: 'firing',
  severity: 'error',
  sinceMs: t0,
  atMs: t0 + 4 * step,
  evidence: { words: 'traffic is lost', values: { value: 1 } },
};

/** Models that know of a loss now, one two days ago, and one yesterday that went the other way. */
async function models() {
  const decider = createDecider({ detectors: panel, stream: { stepMs: step, startMs: t0 - 3 * day } });
  const { episodes } = decider;
  episodes.add(t0 - 2 * day, -1, -3);
  episodes.add(t0 - 2 * day + hour / 2, -1, -3.2);
  episodes.add(t0 - day, 1, 3);
  episodes.add(t0, -1, -3.1);
  const store = createMemoryModelStore();
  await store.save(new Map([[modelKey(bytesIn.key), { decider: decider.state() }]]));
  return store;
}

test('an anomaly is told with the newest like case of its series', async () => {
  const [told] = await withPastCases(await models(), rules, [lost]);
  expect(told).toEqual({
    ...lost,
    evidence: { words: 'traffic is lost; like 2026-01-03 00:00 UTC for 30 min', values: { value: 1 } },
  });
});

test('what is over, about limits, or of a series that remembers nothing is told as it is', async () => {
  const findings: readonly Finding[] = [
    { ...lost, status: 'resolved' },
    { ...lost, rule: 'disk_high' },
    { ...lost, entity: { ...lost.entity, broker: '2' } },
    { ...lost, sinceMs: t0 + day, atMs: t0 + day + hour },
  ];
  expect(await withPastCases(await models(), rules, findings)).toEqual(findings);
});

test('a broken state remembers nothing', async () => {
  const store = createMemoryModelStore();
  await store.save(new Map([[modelKey(bytesIn.key), { decider: { episodes: 'none' } }]]));
  expect(await withPastCases(store, rules, [lost])).toEqual([lost]);
});
