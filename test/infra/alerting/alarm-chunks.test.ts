import { alarmChunks, resourcesOf } from '../../../lib/infra/alerting/alarm-chunks.ts';
import type { RenderedAlarm } from '../../../lib/infra/render/alarm.ts';

function alarmsOf(cluster: string, count: number): readonly RenderedAlarm[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `Alarm-${cluster}-${i}`,
    cluster,
    rule: `rule_${i}`,
    severity: 'warning',
    props: { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 },
  }));
}

const fleet = (counts: readonly number[]) => counts.flatMap((count, i) => alarmsOf(`c${i}`, count));
const countsOf = (chunk: readonly RenderedAlarm[]) =>
  [...new Set(chunk.map(({ cluster }) => cluster))].map(
    (cluster) => chunk.filter((alarm) => alarm.cluster === cluster).length,
  );

test.each([
  ['a single alarm, which is its own lamp', [1], 0, 1],
  ['two alarms with a lamp and what keeps it quiet', [2], 0, 4],
  ['a hundred under one lamp', [100], 0, 102],
  ['one more, under two composites and a lamp', [101], 0, 105],
  ['mute rules for alarms and lamps', [99], 2, 103],
  ['a second mute rule each where the lamp is the hundred and first', [100], 2, 106],
  ['several clusters', [30, 30], 1, 65],
] as const)('resources are counted: %s', (_, counts, windows, resources) => {
  expect(resourcesOf(counts, windows)).toBe(resources);
});

test.each([0, 1, 5])(
  'with %i windows every group keeps within its size, and no alarm is lost or twice',
  (windows) => {
    const alarms = fleet(Array.from({ length: 100 }, (_, i) => 1 + ((i * 7) % 60)));
    const chunks = alarmChunks(alarms, 480, windows);
    for (const chunk of chunks) expect(resourcesOf(countsOf(chunk), windows)).toBeLessThanOrEqual(480);
    expect(chunks.flat().map(({ id }) => id)).toEqual(alarms.map(({ id }) => id));
    // Groups are filled: no two neighbours would fit in one.
    for (const [i, chunk] of chunks.slice(1).entries())
      expect(resourcesOf([...countsOf(chunks[i] ?? []), countsOf(chunk)[0] ?? 0], windows)).toBeGreaterThan(
        480,
      );
  },
);

test("a cluster's alarms stay together", () => {
  const chunks = alarmChunks(fleet([300, 300, 100]), 480, 1);
  expect(chunks.map(countsOf)).toEqual([[300], [300, 100]]);
  expect(chunks.flat().every(({ part }) => part === undefined)).toBe(true);
});

test('a cluster that fills more than a group says which part is which', () => {
  const chunks = alarmChunks(fleet([1000, 10]), 480);
  expect(chunks.map((chunk) => [...new Set(chunk.map(({ part }) => part))])).toEqual([
    [0],
    [1],
    [2, undefined],
  ]);
});

test('refuses windows that leave no room for an alarm', () => {
  expect(() => alarmChunks(fleet([1]), 10, 10)).toThrow(
    'alarms in groups of 10 resources: got 10 maintenance windows, which leave no room for an alarm; give fewer windows',
  );
});

test('refuses more mute rules than a region takes', () => {
  expect(() => alarmChunks(fleet(Array.from({ length: 100 }, () => 60)), 480, 50)).toThrow(
    /^mute rules: got \d{4} for 50 maintenance windows, allowed: 2000 in a region; give fewer windows$/,
  );
});

test('no alarms make no group', () => {
  expect(alarmChunks([], 480, 3)).toEqual([]);
});
