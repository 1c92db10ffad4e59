import { monthHours } from '../month.ts';
import { unitCosts } from '../unit-costs.ts';
import type { EstimateFacts, StoreFacts } from './facts.ts';
import type { EstimateLine, LineOf } from './line.ts';
import { runsOf, seriesOf } from './runs.ts';

/** The store of points, verdicts and forecasts, and the network that it needs. */
export function pointStoreLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const { store } = facts;
  switch (store.kind) {
    case 'dynamodb':
      return [...dynamodbLines(facts, store.keepDays, line), ...networkLines(facts, line)];
    case 'timestream-influxdb':
      return [...influxLines(facts, store, line), ...networkLines(facts, line)];
    case 'timestream-liveanalytics':
      return [...liveAnalyticsLines(facts, store, line), ...networkLines(facts, line)];
  }
}

function dynamodbLines(facts: EstimateFacts, keepDays: number, line: LineOf): readonly EstimateLine[] {
  const unit = unitCosts.dynamodb;
  const { polled, polls, signalPolls, verdicts } = seriesOf(facts);
  const runs = runsOf(facts);
  const worked = (stage: 'assess' | 'evaluate' | 'project' | 'train') => runs.get(stage)?.series ?? 0;
  const dynamodb = 'DynamoDB';
  const projectReads = unit.forecastReads + unit.projectReads;
  const bytes = polled * keepDays * unit.seriesDayBytes;
  return [
    line('collect', dynamodb, 'points written', 'dynamoWrite', unit.pollWrites * (polls + signalPolls)),
    line('collect', dynamodb, 'points read to merge', 'dynamoRead', unit.pollReads * polls),
    line('assess', dynamodb, 'verdicts written', 'dynamoWrite', unit.verdictWrites * verdicts),
    line('assess', dynamodb, 'points read', 'dynamoRead', unit.assessReads * worked('assess')),
    line('evaluate', dynamodb, 'points read', 'dynamoRead', unit.evaluateReads * worked('evaluate')),
    line('project', dynamodb, 'forecasts written', 'dynamoWrite', unit.forecastWrites * worked('project')),
    line('project', dynamodb, 'points read', 'dynamoRead', projectReads * worked('project')),
    line('train', dynamodb, 'points read', 'dynamoRead', unit.trainReads * worked('train')),
    line('storage', dynamodb, 'points kept', 'dynamoStorage', bytes / 1e9),
  ];
}

/** Sizes of instances by what a medium is worth: a price doubles with the size. */
const influxSizes: Readonly<Record<string, number>> = {
  medium: 1,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '24xlarge': 96,
};

function influxLines(
  { polled }: EstimateFacts,
  store: Extract<StoreFacts, { kind: 'timestream-influxdb' }>,
  line: LineOf,
): readonly EstimateLine[] {
  if (!store.isOwn) return [];
  const { engine, instanceType, multiAz, storageGib } = store;
  const size = influxSizes[instanceType.replace('db.influx.', '')] ?? 1;
  const copies = multiAz ? 2 : 1;
  const influx = 'Timestream for InfluxDB';
  return [
    line('storage', influx, `the instance, ${instanceType}`, 'influxHour', monthHours * size * copies),
    engine === 'v2'
      ? line('storage', influx, 'its storage', 'influxStorage', storageGib * copies)
      : line('storage', 'S3', "InfluxDB's data", 's3Storage', keptBytes({ polled }, store.keepDays) / 1e9),
  ];
}

function liveAnalyticsLines(
  facts: EstimateFacts,
  { memoryHours, magneticDays }: Extract<StoreFacts, { kind: 'timestream-liveanalytics' }>,
  line: LineOf,
): readonly EstimateLine[] {
  const live = 'Timestream LiveAnalytics';
  const runs = runsOf(facts);
  const queries = ['assess', 'evaluate', 'project', 'train'] as const;
  const asking = queries.reduce((total, stage) => total + (runs.get(stage)?.runs ?? 0), 0);
  const kbMonth = keptBytes(facts, 30) / 1000;
  const inMemory = (keptBytes(facts, 1) / 24) * memoryHours;
  const { queryHours, queryUnits } = unitCosts;
  return [
    line('collect', live, 'points written', 'timestreamWrite', kbMonth),
    line('storage', live, 'memory store', 'timestreamMemory', (inMemory / 1e9) * monthHours),
    line('storage', live, 'magnetic store', 'timestreamMagnetic', keptBytes(facts, magneticDays) / 1e9),
    line('storage', live, 'queries', 'timestreamCompute', asking * queryHours * queryUnits),
  ];
}

/** Bytes of the points, one a minute, and verdicts, one in five, of so many days. */
function keptBytes(facts: Pick<EstimateFacts, 'polled'>, days: number): number {
  const { polled, assessed } = seriesOf(facts);
  return (polled * 1440 + assessed * 288) * days * unitCosts.pointBytes;
}

function networkLines({ network, polled }: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  if (network.endpoints === 0) return [];
  const hours = network.endpoints * network.zones * monthHours;
  const gb = keptBytes({ polled }, 30) / 1e9;
  return [
    line('network', 'VPC', 'interface endpoints', 'endpointHour', hours),
    line('network', 'VPC', 'data through them', 'endpointGb', gb),
  ];
}
