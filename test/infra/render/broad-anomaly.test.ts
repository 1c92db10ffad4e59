import { runbookOfRule } from '../../../lib/domain/catalogue/index.ts';
import { parseAlarmMarker } from '../../../lib/domain/incidents/alarm-name.ts';
import { broadAnomalyAlarm } from '../../../lib/infra/render/broad-anomaly.ts';
import { standardCluster } from './clusters.ts';

test('a fifth of all series anomalous over two quarters of an hour is a warning about the cluster', () => {
  const { props, severity } = broadAnomalyAlarm(standardCluster, 'dev', 5);
  expect(severity).toBe('warning');
  expect(props).toMatchObject({
    alarmName: 'tidewatch/dev/orders/broad_anomaly',
    namespace: 'Tidewatch',
    metricName: 'AnomalousShare',
    dimensions: [
      { name: 'Environment', value: 'dev' },
      { name: 'Cluster', value: 'orders' },
    ],
    threshold: 20,
    period: 900,
    evaluationPeriods: 2,
    treatMissingData: 'notBreaching',
  });
  expect(parseAlarmMarker(props.alarmDescription ?? '')).toEqual({
    rule: 'broad_anomaly',
    severity: 'warning',
    cluster: '111122223333/eu-west-1/orders',
  });
  expect(runbookOfRule('broad_anomaly')).toBeDefined();
});

test('a collector that runs more rarely has longer periods, so that none of them is empty', () => {
  expect(broadAnomalyAlarm(standardCluster, 'dev', 60).props.period).toBe(3600);
});
