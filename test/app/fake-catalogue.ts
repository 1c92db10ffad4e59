import type { CatalogueView } from '../../app/server/catalogue-view.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';

const signal = (id: string, title: string, rest: Partial<Signal> = {}): Signal => ({
  id,
  title,
  description: `${title}, described.`,
  unit: 'percent',
  entity: 'broker',
  harm: 'high',
  range: { min: 0 },
  cadence: 'critical',
  rollup: 'average',
  ...rest,
});

/** A small catalogue of its own, so that tests of the server do not move with the real one. */
export const fakeCatalogue: CatalogueView = {
  signals: [
    signal('bytes_in', 'Bytes in', { unit: 'bytes_per_second', harm: 'both' }),
    signal('disk_used', 'Disk used', { rollup: 'max' }),
    signal('lag_seconds', 'Lag', { unit: 'seconds', entity: 'group_topic' }),
    signal('never_measured', 'Never measured', { entity: 'cluster' }),
  ],
  sections: [
    {
      id: 'brokers',
      title: 'Brokers',
      panels: [
        { id: 'bytes_in', title: 'Bytes in by broker', signals: ['bytes_in'], band: true, width: 12 },
        { id: 'disk', title: 'Disk used', signals: ['never_measured', 'disk_used'], width: 12 },
        { id: 'none', title: 'None', signals: ['never_measured'], width: 6 },
      ],
    },
    {
      id: 'empty',
      title: 'Nothing here',
      panels: [{ id: 'none', title: 'None', signals: ['never_measured'], width: 6 }],
    },
  ],
  rules: [
    {
      id: 'broker_silent',
      title: 'A broker went silent',
      severity: 'critical',
      appliesTo: ['self_managed'],
      entity: 'broker',
      condition: { kind: 'absence', signal: 'bytes_in', silentMs: 600_000 },
      periodMs: 300_000,
      periods: 2,
      breaching: 2,
      recoveryMs: 300_000,
      missing: 'breaching',
      runbook: 'broker_down',
      cause: { id: 'broker_loss', rank: 0 },
      source: 'the test',
    },
  ],
  runbooks: [
    {
      id: 'broker_down',
      family: 'broker_failure',
      title: 'A broker is down',
      firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} # {broker} of {cluster}',
      symptoms: ['No metrics come from the broker.'],
      causes: ['The host is gone.'],
      solutions: ['Restart the broker and watch the replicas catch up.'],
      references: ['https://kafka.apache.org/documentation/#monitoring'],
    },
  ],
};
