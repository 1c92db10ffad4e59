import { createInbox, type Inbox } from '../../app/inbox/inbox.ts';
import type { RuntimeView } from '../../app/runtime-view.ts';
import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import type { SeriesFilter } from '../../lib/ports/metric-store.ts';
import { clusterName, expectedAt, fakeSeries, isSpike, stepMs, valueAt } from './fake-series.ts';

export interface FakeView extends RuntimeView {
  readonly receiver: Inbox;
  /** One cycle: five minutes go by. */
  advance(): void;
  backfill: number;
  /** Makes every read fail with this. */
  failure: Error | undefined;
}

const startMs = Date.UTC(2026, 5, 12, 9, 0);
const historyMs = 56 * 86_400_000;
const cyclesOfLoss = 24;

/** A runtime of made-up data with one story; time goes on only by `advance`. */
export function createFakeView(): FakeView {
  let nowMs = startMs;
  let isPaused = false;
  let cycles = 0;
  let lostAtCycle: number | undefined;
  let incidents: readonly Incident[] = [];
  const listeners = new Set<() => void>();
  const receiver = createInbox({ clock: { nowMs: () => nowMs } });
  const isLost = (series: Series, timeMs: number): boolean =>
    lostAtCycle !== undefined &&
    series.entity.broker === '2' &&
    timeMs > nowMs - (cycles - lostAtCycle) * stepMs;
  const matching = (filter: SeriesFilter) => {
    if (view.failure) throw view.failure;
    return fakeSeries.filter(
      ({ key, signal, entity }) =>
        (filter.cluster === undefined || filter.cluster === entity.cluster) &&
        (filter.signals === undefined || filter.signals.includes(signal)) &&
        (filter.keys === undefined || filter.keys.includes(key)),
    );
  };
  const times = (series: Series, fromMs: number, toMs: number, step: number): number[] => {
    const first = Math.ceil(Math.max(fromMs, startMs - historyMs) / step) * step;
    const length = Math.max(0, Math.ceil((Math.min(toMs, nowMs + 1) - first) / step));
    return Array.from({ length }, (_, i) => first + i * step).filter((t) => !isLost(series, t));
  };
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const view: FakeView = {
    receiver,
    backfill: 1,
    failure: undefined,
    advance() {
      if (isPaused) return;
      nowMs += stepMs;
      cycles += 1;
      if (lostAtCycle !== undefined && cycles - lostAtCycle === 3)
        incidents = [opened(nowMs, receiver), ...incidents];
      if (lostAtCycle !== undefined && cycles - lostAtCycle === cyclesOfLoss) {
        lostAtCycle = undefined;
        incidents = incidents.map((incident, i) => (i === 0 ? closed(incident, nowMs, receiver) : incident));
      }
      tell();
    },
    status: () => ({
      mode: 'simulation',
      nowMs,
      speed: 720,
      isPaused,
      backfill: view.backfill,
      cycles,
      points: 16_128 * fakeSeries.length + cycles * fakeSeries.length,
      problems: [
        {
          kind: 'out_of_order',
          where: 'simulator',
          message: 'a point came late and replaced an older one',
          count: 3,
        },
      ],
      stories: [
        { id: 'broker_loss', title: 'Broker loss' },
        { id: 'disk_filling', title: 'Disk filling' },
        { id: 'consumer_stall', title: 'Consumer stall' },
        { id: 'rebalance_storm', title: 'Rebalance storm' },
      ],
      receivers: ['built-in inbox'],
    }),
    clusters: () => [
      {
        id: clusterName,
        name: 'orders',
        account: 'local',
        region: 'local',
        type: 'self_managed',
        metadata: 'kraft',
        kafkaVersion: '3.9.1',
        brokerIds: ['1', '2', '3'],
      },
    ],
    findings: () => incidents.flatMap((i) => (i.status === 'resolved' ? [] : i.findings)),
    incidents: async (limit) => incidents.slice(0, limit),
    series: async (filter) =>
      matching(filter).map((series) => ({
        ...series,
        lastMs: times(series, nowMs - historyMs, nowMs + 1, stepMs).at(-1) ?? 0,
      })),
    read: async (query) =>
      matching(query).flatMap((series) => {
        const t = times(series, query.fromMs, query.toMs, Math.max(stepMs, query.stepMs ?? 0));
        if (t.length === 0) return [];
        return [
          {
            series,
            timesMs: Float64Array.from(t),
            values: Float64Array.from(t, (at) => valueAt(series, at)),
          },
        ];
      }),
    verdicts: async (query) =>
      matching(query).flatMap((series) =>
        times(series, Math.max(query.fromMs, nowMs - 14 * 86_400_000), query.toMs, stepMs).map((t) =>
          verdictAt(series, t),
        ),
      ),
    forecasts: async (filter) => matching(filter).map((series) => forecastOf(series, nowMs)),
    inbox: (limit) => receiver.list(limit),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    playStory(id) {
      if (id !== 'broker_loss')
        return { kind: 'refused', reason: `no story ${id.slice(0, 40)}: choose broker_loss` };
      lostAtCycle = cycles;
      return { kind: 'started' };
    },
    onCycle(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return view;
}

function verdictAt(series: Series, timeMs: number): Verdict {
  const expected = expectedAt(series, timeMs);
  const isAnomaly = isSpike(series, timeMs);
  return {
    series,
    timeMs,
    observed: valueAt(series, timeMs),
    expected,
    lower: expected * 0.86,
    upper: expected * 1.14,
    score: isAnomaly ? 6 : 0.4,
    pValue: isAnomaly ? 1e-6 : 0.6,
    isAnomaly,
    detector: 'fake',
  };
}

function forecastOf(series: Series, originMs: number): Forecast {
  const mean = Float64Array.from({ length: 576 }, (_, i) => expectedAt(series, originMs + (i + 1) * stepMs));
  const spread = (i: number, sign: number) => 1 + sign * (0.14 + i / 4000);
  return {
    series,
    originMs,
    stepMs,
    mean,
    lower: mean.map((value, i) => value * spread(i, -1)),
    upper: mean.map((value, i) => value * spread(i, 1)),
    level: 0.95,
    model: 'seasonal naive with drift, season 1 week',
    trainedFromMs: originMs - historyMs,
    trainedToMs: originMs,
    backtest: { error: 4.2, naiveError: 5.1 },
  };
}

function opened(nowMs: number, receiver: Inbox): Incident {
  const entity = { cluster: clusterName, broker: '2' };
  const dedupKey = `${clusterName}/broker_silent/broker=2`;
  const title = 'A broker went silent: broker 2 of orders';
  const finding: Finding = {
    rule: 'broker_silent',
    entity,
    status: 'firing',
    severity: 'critical',
    sinceMs: nowMs - 3 * stepMs,
    atMs: nowMs,
    evidence: {
      words: 'broker 2 has sent nothing for 15 minutes; 2 of 3 brokers are heard of',
      values: { minutes: 15 },
    },
  };
  tell(receiver, 'trigger', dedupKey, title);
  return {
    id: `${dedupKey}@${nowMs}`,
    dedupKey,
    cluster: clusterName,
    cause: 'broker_loss',
    status: 'triggered',
    severity: 'critical',
    title,
    entity,
    rule: 'broker_silent',
    triggeredAtMs: nowMs,
    findings: [finding, { ...finding, rule: 'under_replicated', severity: 'warning' }],
    timeline: [
      { seq: 1, atMs: nowMs, kind: 'triggered', words: finding.evidence.words },
      { seq: 2, atMs: nowMs, kind: 'delivered', words: 'the built-in inbox took the trigger' },
    ],
    deliveries: { inbox: { deliveredSeq: 1, attempts: 1 } },
    version: 2,
  };
}

function closed(incident: Incident, nowMs: number, receiver: Inbox): Incident {
  tell(receiver, 'resolve', incident.dedupKey, incident.title);
  return {
    ...incident,
    status: 'resolved',
    resolvedAtMs: nowMs,
    timeline: [
      ...incident.timeline,
      { seq: 3, atMs: nowMs, kind: 'resolved', words: 'broker 2 is heard of again' },
    ],
  };
}

function tell(receiver: Inbox, action: string, dedupKey: string, summary: string): void {
  receiver.accept({
    routing_key: '0'.repeat(32),
    event_action: action,
    dedup_key: dedupKey,
    payload: { summary, source: clusterName, severity: 'critical' },
  });
}
