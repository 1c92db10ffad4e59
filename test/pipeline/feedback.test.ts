import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { assess } from '../../lib/pipeline/assess.ts';
import { doubtedIn, markNormal } from '../../lib/pipeline/feedback.ts';
import { modelKey } from '../../lib/pipeline/series-model.ts';
import { train } from '../../lib/pipeline/train.ts';
import { createMemoryMetricStore, createMemoryModelStore, normal } from '../memory/index.ts';
import { bytesIn, day, hour, samplesOver, step, t0 } from './ports.ts';

const noise = normal(1);
const wobble = Array.from({ length: 10_000 }, noise);

/** Traffic with a daily rhythm, nearly none from 10 to 11 on the days after t0. */
function traffic(timeMs: number): number {
  const rhythm = 1e6 * (1 + 0.5 * Math.sin((2 * Math.PI * timeMs) / day));
  const isLost = timeMs >= t0 && timeMs % day >= 10 * hour && timeMs % day < 11 * hour;
  return rhythm * (1 + 0.02 * (wobble[(timeMs / step) % wobble.length] ?? 0)) * (isLost ? 0.02 : 1);
}

const store = createMemoryMetricStore();
const judgedModels = createMemoryModelStore();
let anomalies: readonly Verdict[];
beforeAll(async () => {
  await store.write([samplesOver(bytesIn, { fromMs: t0 - 4 * day, toMs: t0 + 2 * day }, traffic)]);
  await train({ store, models: judgedModels, nowMs: t0 });
  ({ anomalies } = await assess({ store, models: judgedModels, nowMs: t0 + 14 * hour }));
});

/** The model of a series, judged to the afternoon of a day on which its traffic was lost. */
async function judged() {
  const models = createMemoryModelStore();
  await models.save(await judgedModels.load([modelKey(bytesIn.key)]));
  const tomorrow = async () => (await assess({ store, models, nowMs: t0 + day + 14 * hour })).anomalies;
  return { models, tomorrow };
}

const meant = { key: bytesIn.key, fromMs: t0 + 10 * hour, toMs: t0 + 10.5 * hour };

test('what somebody called normal is told no more on the next day, and is otherwise', async () => {
  const [heard, unheard] = [await judged(), await judged()];
  expect(anomalies.length).toBeGreaterThan(6);
  const marked = await markNormal({ models: heard.models, doubted: [meant] });
  expect(marked).toEqual([{ key: bytesIn.key, fromMs: anomalies[0]?.timeMs, toMs: expect.any(Number) }]);
  expect(await heard.tomorrow()).toEqual([]);
  expect((await unheard.tomorrow()).length).toBeGreaterThan(6);
});

test('a series without an anomaly at that time, or without a usable model, is passed over', async () => {
  const { models } = await judged();
  await models.save(new Map([['model/broken', { version: 'none' }]]));
  const before = await models.load([modelKey(bytesIn.key)]);
  const early = { ...meant, fromMs: t0 + 4 * hour, toMs: t0 + 5 * hour };
  const doubted = [early, { ...meant, key: 'broken' }, { ...meant, key: 'unknown' }];
  expect(await markNormal({ models, doubted })).toEqual([]);
  expect(await models.load([modelKey(bytesIn.key)])).toEqual(before);
});

test('an incident doubts the series of its anomaly rules, and nothing of its limits', () => {
  const entity = bytesIn.entity;
  const findingOf = (rule: string): Finding => ({
    rule,
    entity,
    status: 'firing',
    severity: 'warning',
    sinceMs: t0,
    atMs: t0 + hour,
    evidence: { words: '', values: {} },
  });
  const doubted = doubtedIn({
    findings: [findingOf('broker_traffic_low'), findingOf('disk_high'), findingOf('gone')],
  });
  expect(doubted).toContainEqual({ key: bytesIn.key, fromMs: t0, toMs: t0 + hour });
  expect(doubted.every(({ key }) => key.startsWith('bytes_in{'))).toBe(true);
  expect(doubtedIn({ findings: [findingOf('disk_high')] })).toEqual([]);
});
