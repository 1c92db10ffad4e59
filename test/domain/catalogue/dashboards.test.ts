import { dashboards, emits, signalById } from '../../../lib/domain/catalogue/index.ts';
import { fullClusters } from './clusters.ts';

const panels = dashboards.flatMap((section) =>
  section.panels.map((panel) => ({ ...panel, section: section.id })),
);
const named = panels.map((panel) => [`${panel.section}/${panel.id}`, panel] as const);

test('the sections are overview, brokers, topics, consumers, replication and files', () => {
  expect(dashboards.map(({ id }) => id)).toEqual([
    'overview',
    'brokers',
    'topics',
    'consumers',
    'replication',
    'files',
  ]);
});

test('ids of panels are unique in their section', () => {
  expect(new Set(named.map(([id]) => id)).size).toBe(named.length);
});

test.each(named)('%s draws signals that exist, of one unit', (_, { signals }) => {
  const units = signals.map((id) => signalById(id)?.unit);
  expect(units).not.toContain(undefined);
  expect(new Set(units).size).toBe(1);
});

test.each(named.filter(([, { band }]) => band))(
  '%s has an expected band, so one of its signals is assessed',
  (_, { signals }) => {
    expect(signals.some((id) => signalById(id)?.assessed)).toBe(true);
  },
);

test('every type of cluster has something to see in overview and consumers', () => {
  for (const cluster of fullClusters) {
    for (const section of dashboards.filter(({ id }) => id === 'overview' || id === 'consumers')) {
      const ids = section.panels.flatMap(({ signals }) => signals);
      const seen = ids.filter((id) => {
        const signal = signalById(id);
        return signal !== undefined && emits(cluster, signal);
      });
      expect([cluster.type, section.id, seen.length > 0]).toEqual([cluster.type, section.id, true]);
    }
  }
});
