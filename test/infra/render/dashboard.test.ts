import { rules, signalById } from '../../../lib/domain/catalogue/index.ts';
import { renderDashboard, searchExpression } from '../../../lib/infra/render/dashboard.ts';
import { expressCluster, standardCluster } from './clusters.ts';

const body = renderDashboard(standardCluster, rules, 'dev');
const metricWidgets = body.widgets.filter(({ type }) => type === 'metric');

test('metrics are found by SEARCH with the exact dimensions, so that a new broker draws itself', () => {
  const [metric] = signalById('disk_used')?.cloudwatch ?? [];
  if (!metric) throw new Error('disk_used has no metric');
  expect(searchExpression(metric, standardCluster)).toBe(
    `SEARCH('{AWS/Kafka,"Cluster Name","Broker ID"} MetricName="KafkaDataLogsDiskUsed" "Cluster Name"="orders"', 'Maximum', 300)`,
  );
  for (const { properties } of metricWidgets)
    for (const [row] of properties.metrics as { expression: string }[][])
      expect(row?.expression).toContain('SEARCH(');
});

test('no two widgets overlap and none is wider than the page', () => {
  const taken = new Set<string>();
  for (const { x, y, width, height } of body.widgets) {
    expect(x + width).toBeLessThanOrEqual(24);
    for (let i = x; i < x + width; i++)
      for (let j = y; j < y + height; j++) {
        expect(taken.has(`${i},${j}`)).toBe(false);
        taken.add(`${i},${j}`);
      }
  }
});

test('what the cluster does not emit is left out', () => {
  const express = JSON.stringify(renderDashboard(expressCluster, rules, 'dev'));
  expect(JSON.stringify(body)).toContain('KafkaDataLogsDiskUsed');
  expect(express).not.toContain('KafkaDataLogsDiskUsed');
  expect(express).toContain('StorageUsed');
});

test('the limit of a rule is a line in the panel of its signal', () => {
  const disk = metricWidgets.find(({ properties }) =>
    JSON.stringify(properties).includes('KafkaDataLogsDiskUsed'),
  );
  expect(disk?.properties.annotations).toMatchObject({
    horizontal: expect.arrayContaining([expect.objectContaining({ value: 85 })]),
  });
});

test('the first widgets name the cluster and list its alarms', () => {
  const [title, alarms] = body.widgets;
  expect(title?.properties.markdown).toContain('# orders');
  expect(alarms?.type).toBe('alarm');
  expect(alarms?.properties.alarms).toContain(
    'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:tidewatch/dev/orders/offline_partitions',
  );
});

test('the dashboard stays within the limits of CloudWatch: 500 widgets, 500 metrics a widget', () => {
  expect(body.widgets.length).toBeLessThanOrEqual(500);
  for (const { properties } of metricWidgets)
    expect((properties.metrics as unknown[]).length).toBeLessThanOrEqual(500);
});
