import { monthMs } from '../month.ts';
import { unitCosts } from '../unit-costs.ts';
import { queueCount } from './compute.ts';
import type { EstimateFacts } from './facts.ts';
import { type EstimateLine, type LineOf, sum } from './line.ts';
import { runsOf, seriesOf } from './runs.ts';
import { pointStoreLines } from './stores.ts';

/** The store of points, incidents, model states, the key and secrets. */
export function storageLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  return [
    ...pointStoreLines(facts, line),
    ...tableLines(facts, line),
    ...modelLines(facts, line),
    line('storage', 'KMS', 'the key', 'kmsKey', 1),
    line('storage', 'KMS', 'data keys', 'kmsRequest', keyRequests(facts)),
    ...secretLines(facts, line),
  ];
}

/** The log of incidents, and what remembers scheduled runs; both small. */
function tableLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const { runWrites, findingWrites } = unitCosts.dynamodb;
  const scheduled = sum([...runsOf(facts).values()].map((stage) => stage.scheduled));
  const findings = unitCosts.findingsPerDay * 30;
  return [
    line('schedules', 'DynamoDB', 'marks of runs', 'dynamoWrite', runWrites * scheduled),
    line('route', 'DynamoDB', 'incidents written', 'dynamoWrite', findingWrites * findings),
    // The router looks each minute for what is to be delivered again.
    line('route', 'DynamoDB', 'incidents read', 'dynamoRead', monthMs / 60_000 + findings),
    line('route', 'DynamoDB', 'incidents, with recovery', 'dynamoBackup', (findings * 12 * 4000) / 1e9),
  ];
}

function modelLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const runs = runsOf(facts);
  const used = Object.entries(unitCosts.s3).map(([stage, { gets, puts }]) => {
    const count = runs.get(stage as keyof typeof unitCosts.s3)?.runs ?? 0;
    return { gets: count * gets, puts: count * puts };
  });
  return [
    line('storage', 'S3', 'states written', 's3Put', sum(used.map(({ puts }) => puts))),
    line('storage', 'S3', 'states read', 's3Get', sum(used.map(({ gets }) => gets))),
    line('storage', 'S3', 'states and their replaced versions', 's3Storage', modelBytes(facts) / 1e9),
  ];
}

/** Each assessment and each projection replaces the states of its part; the replaced ones are kept for days. */
function modelBytes(facts: EstimateFacts): number {
  const { minutesBetween, retentionDays } = facts;
  const versions = (minutes: number) => 1 + (retentionDays.modelVersions * 1440) / minutes;
  const bytes =
    unitCosts.modelBytes * versions(minutesBetween.collect) +
    unitCosts.outlookBytes * versions(minutesBetween.project);
  return seriesOf(facts).assessed * bytes;
}

/** Both ends of each queue, the tables, the bucket and the logs ask again every few minutes. */
function keyRequests(facts: EstimateFacts): number {
  const resources = 2 * queueCount(facts) + 5;
  return resources * (monthMs / 60_000 / unitCosts.dataKeyMinutes);
}

/** A function reads its secret when it starts, and again after some minutes. */
function secretLines({ secrets }: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const reads = secrets * (monthMs / 60_000 / unitCosts.dataKeyMinutes);
  return [
    line('storage', 'Secrets Manager', 'secrets', 'secret', secrets),
    line('storage', 'Secrets Manager', 'readings', 'secretRequest', reads),
  ];
}
