import { createHandler } from '../../lambdas/evaluate/handler.ts';
import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { LagSettings } from '../../lib/domain/lag/allowed-lag.ts';
import { cloudwatch, samplesSeen, watch } from '../domain/lag/consumer.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { clock, listening, nowMs, queueEvent, settingsWith } from './given.ts';

const billing = { cluster: standardCluster.id, group: 'billing', topic: 'payments' };

/** The rules on lag states that fire when a group has read nothing for 40 minutes. */
async function firingWith(lag?: LagSettings): Promise<readonly string[]> {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  await models.save(new Map([['clusters/dev', [standardCluster] as unknown as Json]]));
  const seen = watch({ minutes: 180, read: (now) => (now >= 140 ? 0 : 5000) });
  await store.write(samplesSeen(seen, cloudwatch, billing, nowMs));
  const published: Finding[] = [];
  const notifier = { publish: async (findings: readonly Finding[]) => void published.push(...findings) };
  const settings = settingsWith(lag && { lag });
  const evaluate = createHandler({ store, models, clock, settings, notifier, ...listening() });
  await evaluate(queueEvent([{ task: 'evaluate', cluster: standardCluster.id, part: 0, atMs: nowMs }]));
  return published.map(({ rule }) => rule).filter((rule) => rule === 'consumer_lag_stopped');
}

test.each<[string, LagSettings | undefined, number]>([
  ['nothing is said of lag', undefined, 1],
  ['less is allowed', { groups: { billing: { allowedMessages: 5000 } } }, 1],
  ['more is allowed to all', { allowedMessages: 1e9 }, 0],
  ['older messages are allowed to the group', { groups: { 'bill*': { allowedSeconds: 7200 } } }, 0],
  ['the group is switched off', { groups: { billing: { off: true } } }, 0],
])('where %s', async (_, lag, count) => {
  expect(await firingWith(lag)).toHaveLength(count);
});
