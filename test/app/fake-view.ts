import { createInbox, type Inbox } from '../../app/inbox/inbox.ts';
import type { RuntimeView } from '../../app/runtime-view.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import type { MetricStore } from '../../lib/ports/metric-store.ts';
import { incidentOf } from '../contracts/incident-store.ts';
import { clusterName, createFakeStore, startMs, stepMs } from './fake-series.ts';

export interface FakeView extends RuntimeView {
  readonly store: MetricStore & { isDown: boolean };
  readonly receiver: Inbox;
  /** One cycle: five minutes go by. */
  advance(): void;
  /** How many listen for cycles. */
  listeners(): number;
}

export const finding: Finding = {
  rule: 'broker_silent',
  entity: { cluster: clusterName, broker: '2' },
  status: 'firing',
  severity: 'critical',
  sinceMs: startMs - 3 * stepMs,
  atMs: startMs,
  evidence: { words: 'broker 2 has sent nothing for 15 minutes', values: { minutes: 15 } },
};

/** A finding whose rule is not in the fake catalogue. */
export const foreignFinding: Finding = { ...finding, rule: 'from_elsewhere', severity: 'warning' };

const incidents: readonly Incident[] = ['2', '1'].map((broker) =>
  incidentOf({
    id: `incident ${broker}`,
    cluster: clusterName,
    rule: finding.rule,
    entity: { cluster: clusterName, broker },
    findings: [finding],
  }),
);

/** A runtime of made-up data whose time goes on only by `advance`. */
export async function createFakeView(): Promise<FakeView> {
  let cycles = 0;
  let isPaused = false;
  const store = await createFakeStore();
  const told = new Set<() => void>();
  const receiver = createInbox({ clock: { nowMs: () => startMs } });
  return {
    store,
    receiver,
    advance() {
      cycles += 1;
      for (const tell of [...told]) tell();
    },
    listeners: () => told.size,
    status: () => ({
      mode: 'simulation',
      nowMs: startMs + cycles * stepMs,
      speed: 720,
      isPaused,
      backfill: 1,
      cycles,
      points: 9,
      problems: [{ kind: 'malformed', where: 'line 3', message: 'not a number', count: 3 }],
      stories: [{ id: 'broker_loss', title: 'Broker loss' }],
      receivers: ['built-in inbox'],
    }),
    clusters: () => [
      {
        id: clusterName,
        name: 'orders',
        account: 'local',
        region: 'local',
        type: 'self_managed',
        brokerIds: ['1', '2', '3', '4'],
      },
    ],
    findings: () => [finding, foreignFinding],
    incidents: async (limit) => incidents.slice(0, limit),
    series: store.series,
    read: store.read,
    verdicts: store.readVerdicts,
    forecasts: store.readForecasts,
    inbox: receiver.list,
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    playStory: (id) =>
      id === 'broker_loss'
        ? { kind: 'started' }
        : { kind: 'refused', reason: `no story ${id}: choose broker_loss\nsecond line` },
    giveFeedback: async (doubt) =>
      'incident' in doubt && doubt.incident === 'incident 1'
        ? { kind: 'marked', marked: [{ key: 'k', fromMs: startMs, toMs: startMs }] }
        : { kind: 'refused', reason: 'nothing there' },
    onCycle(listener) {
      told.add(listener);
      return () => told.delete(listener);
    },
  };
}
