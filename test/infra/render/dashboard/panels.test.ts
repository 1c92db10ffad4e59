import { rules, signalById } from '../../../../lib/domain/catalogue/index.ts';
import { overriddenRules } from '../../../../lib/domain/catalogue/rule-override.ts';
import { limitLines } from '../../../../lib/infra/render/dashboard/limit-lines.ts';
import { dimensionLabel, searchExpression } from '../../../../lib/infra/render/dashboard/search.ts';
import { standardCluster } from '../clusters.ts';
import { bodyOf, input } from './scenes.ts';

function panel(page: string, title: string) {
  const found = bodyOf(page).widgets.find(({ properties }) => properties.title === title);
  if (!found) throw new Error(`no panel ${title} on ${page}`);
  return found.properties as {
    metrics: { expression: string; label?: string }[][];
    annotations?: { horizontal: { label: string; value: number }[] };
  };
}

test('metrics are found by SEARCH with the exact dimensions, so that a new broker draws itself', () => {
  const [metric] = signalById('disk_used')?.cloudwatch ?? [];
  if (!metric) throw new Error('disk_used has no metric');
  expect(searchExpression(metric)).toBe(
    `SEARCH('{AWS/Kafka,"Cluster Name","Broker ID"} MetricName="KafkaDataLogsDiskUsed" "Cluster Name"="TIDEWATCH_CLUSTER"', 'Maximum', 300)`,
  );
});

test('other spellings of a metric are searched for as well', () => {
  const [metric] = signalById('lag_seconds')?.cloudwatch ?? [];
  if (!metric) throw new Error('lag_seconds has no metric');
  expect(searchExpression(metric)).toContain(
    '(MetricName="EstimatedMaxTimeLag" OR MetricName="MaxEstimatedTimeLag")',
  );
});

test('of groups and topics the twenty worst are drawn, of brokers all', () => {
  const [lag] = panel('consumers', 'Lag in messages').metrics[0] ?? [];
  const [cpu] = panel('brokers', 'CPU in use').metrics[0] ?? [];
  expect(lag?.expression).toMatch(/^SLICE\(SORT\(SEARCH\(.*\), MAX, DESC\), 0, 20\)$/);
  expect(lag?.label).toBe(`${dimensionLabel('Consumer Group')} ${dimensionLabel('Topic')}`);
  expect(dimensionLabel('Topic')).toBe(`\${PROP('Dim.Topic')}`);
  expect(cpu?.expression).toMatch(/^SEARCH\(/);
});

test('the limit of a rule is a line in the panel of its signal', () => {
  expect(panel('overview', 'Data disk used').annotations?.horizontal).toContainEqual(
    expect.objectContaining({ value: 85 }),
  );
});

test('a limit that the environment changes is drawn as it is changed', () => {
  const changed = overriddenRules(rules, { disk_high: { limit: 71 } });
  const values = (given: typeof rules) =>
    (limitLines({ ...input, rules: given }).get('disk_used') ?? []).map(({ value }) => value);
  expect(values(changed)).toContain(71);
  expect(values(rules)).not.toContain(71);
});

test('a limit that differs from cluster to cluster says whose it is', () => {
  const larger = { ...standardCluster, id: 'x/y/large', name: 'large', instanceType: 'kafka.m7g.4xlarge' };
  const lines = limitLines({ ...input, clusters: [standardCluster, larger] }).get('partition_count') ?? [];
  expect(lines.map(({ label, value }) => [label.replace(/^.*\(/, '('), value])).toEqual(
    expect.arrayContaining([
      ['(orders)', 1000],
      ['(large)', 4000],
    ]),
  );
});

test('of clusters that nobody has seen, only limits that are plain numbers are drawn', () => {
  const lines = limitLines({ ...input, clusters: [], selected: [input.home] });
  expect(lines.get('disk_used')?.map(({ value }) => value)).toContain(85);
  expect(lines.get('partition_count')).toBeUndefined();
});
