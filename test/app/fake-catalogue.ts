import type { CatalogueView } from '../../app/server/catalogue-view.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';

const signal = (
  id: string,
  title: string,
  unit: Signal['unit'],
  entity: Signal['entity'],
  rest: Partial<Signal> = {},
): Signal => ({
  id,
  title,
  description: `${title} of each ${entity}.`,
  unit,
  entity,
  harm: 'high',
  range: { min: 0 },
  cadence: 'critical',
  rollup: 'average',
  ...rest,
});

/** A small catalogue of its own, so that tests of the server do not move with the real one. */
export const fakeCatalogue: CatalogueView = {
  signals: [
    signal('bytes_in', 'Bytes in', 'bytes_per_second', 'broker', { harm: 'both', assessed: true }),
    signal('bytes_out', 'Bytes out', 'bytes_per_second', 'broker', { harm: 'both', assessed: true }),
    signal('bytes_in_topic', 'Bytes in by topic', 'bytes_per_second', 'broker_topic'),
    signal('cpu_user', 'CPU user', 'percent', 'broker', { assessed: true }),
    signal('disk_used', 'Disk used', 'percent', 'broker', { rollup: 'max', assessed: true }),
    signal('group_lag', 'Lag', 'messages', 'group_topic', { rollup: 'max', assessed: true }),
    signal('under_replicated_partitions', 'Under-replicated partitions', 'count', 'broker', {
      rollup: 'max',
    }),
    signal('active_controllers', 'Active controllers', 'count', 'cluster', { harm: 'both' }),
    signal('never_measured', 'Never measured', 'count', 'cluster'),
  ],
  sections: [
    {
      id: 'traffic',
      title: 'Traffic',
      panels: [
        { id: 'bytes_in', title: 'Bytes in by broker', signals: ['bytes_in'], band: true, width: 12 },
        { id: 'bytes_out', title: 'Bytes out by broker', signals: ['bytes_out'], band: true, width: 12 },
        { id: 'topics', title: 'Bytes in by topic', signals: ['bytes_in_topic'], width: 24 },
      ],
    },
    {
      id: 'lag',
      title: 'Consumers',
      panels: [{ id: 'lag', title: 'Lag by group', signals: ['group_lag'], band: true, width: 24 }],
    },
    {
      id: 'brokers',
      title: 'Brokers',
      panels: [
        { id: 'cpu', title: 'CPU user', signals: ['cpu_user', 'never_measured'], band: true, width: 8 },
        { id: 'disk', title: 'Disk used', signals: ['disk_used'], band: true, width: 8 },
        { id: 'replication', title: 'Replication', signals: ['under_replicated_partitions'], width: 8 },
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
      firstCommand:
        'kafka-topics.sh --describe --under-replicated-partitions --bootstrap-server {bootstrap} # {broker}',
      symptoms: ['No metrics come from the broker.', 'Partitions led by it have fewer replicas in sync.'],
      causes: ['The host is gone.', 'The process ran out of memory.'],
      solutions: ['Restart the broker and watch the replicas catch up.'],
      references: ['https://kafka.apache.org/documentation/#monitoring'],
    },
  ],
};
