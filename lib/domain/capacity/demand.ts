import { brokerTypeOf } from './broker-types.ts';
import { dailyHistoryOf } from './long-term/daily-series.ts';
import { type DailyOutlook, highest, intervalOf, outlookOf, total } from './outlook.ts';
import type { PlanSettings } from './plan-settings.ts';
import type { PlanInput } from './plan-types.ts';
import { busyRatio, type Measured } from './signals.ts';
import type { Demand } from './sizing.ts';

/** Futures of what brokers hold: of those that are measured. */
export interface HeldOutlooks {
  readonly stored: DailyOutlook | undefined;
  readonly partitions: DailyOutlook | undefined;
  readonly connections: DailyOutlook | undefined;
}

export function heldOutlooks(
  { storedBytes, partitions, connections }: Measured,
  settings: PlanSettings,
): HeldOutlooks {
  const { horizonDays, paths, seed } = settings;
  const of = (points: Measured['partitions']) => {
    if (points === undefined) return undefined;
    const history = dailyHistoryOf(points, 'max');
    const values = history.peak.some(Number.isFinite) ? history.peak : history.mean;
    return outlookOf(history.startMs, values, {
      days: horizonDays,
      judgedDays: horizonDays,
      campaigns: [],
      paths,
      seed,
    });
  };
  return { stored: of(storedBytes), partitions: of(partitions), connections: of(connections) };
}

export interface DemandInput {
  readonly input: PlanInput;
  readonly settings: PlanSettings;
  readonly measured: Measured;
  readonly mean: DailyOutlook;
  readonly peak: DailyOutlook;
  readonly held: HeldOutlooks;
}

export interface ScenarioChoice {
  readonly hasCampaigns: boolean;
  readonly growth: number;
}

/** What the upper bound of a scenario asks of a cluster. */
export function demandOf(given: DemandInput, scenario: ScenarioChoice): Demand {
  const { input, settings, measured, mean, peak, held } = given;
  const { horizonDays, level } = settings;
  const { cluster } = input;
  const peaks = peak.paths(scenario).map((path) => highest(path, horizonDays));
  const means = mean.paths(scenario).map((path) => total(path, horizonDays) / horizonDays);
  const ingressPeak = intervalOf(peaks, level).upper;
  const cpus = cpusPerByte(measured, cluster.instanceType);
  const storageBytes = storageOf(given, scenario);
  const partitions = upperOf(held.partitions, level);
  const connections = cluster.iamAuth === true ? upperOf(held.connections, level) : undefined;
  return {
    ingressPeak,
    ingressMean: intervalOf(means, level).middle,
    fanOut: settings.fanOut ?? busyRatio(measured.egress, measured.ingress) ?? 2,
    replication: settings.replication,
    skew: measured.skew,
    ...(storageBytes !== undefined && { storageBytes }),
    ...(partitions !== undefined && { partitions: partitions * measured.partitionsPerHighest }),
    ...(connections !== undefined && { connections: connections * measured.connectionsPerHighest }),
    ...(cpus !== undefined && { cpus: cpus * ingressPeak }),
  };
}

/** Upper bound of the highest day. */
function upperOf(outlook: DailyOutlook | undefined, level: number, growth = 0): number | undefined {
  const paths = outlook?.paths({ hasCampaigns: false, growth });
  return (
    paths &&
    intervalOf(
      paths.map((path) => highest(path)),
      level,
    ).upper
  );
}

/** vCPUs in use for each byte a second that comes in, in busy hours. */
function cpusPerByte(
  { meanCpu, ingress, brokers }: Measured,
  instanceType: string | undefined,
): number | undefined {
  const limits = brokerTypeOf(instanceType);
  const percentPerByte = busyRatio(meanCpu, ingress);
  if (limits?.kind !== 'standard' || percentPerByte === undefined) return undefined;
  return (percentPerByte / 100) * limits.vcpus * Math.max(1, brokers);
}

/** Upper bound of the bytes on all disks: as measured, else what retention keeps of what comes in. */
function storageOf(
  { input, settings, mean, held }: DemandInput,
  scenario: ScenarioChoice,
): number | undefined {
  const { horizonDays, level, retentionHours, replication } = settings;
  const kept = upperOf(held.stored, level, scenario.growth);
  if (kept !== undefined) return kept;
  const hours = retentionHours ?? (input.cluster.retentionSeconds ?? Number.NaN) / 3600;
  if (!Number.isFinite(hours)) return undefined;
  const days = Math.min(horizonDays, Math.max(1, Math.round(hours / 24)));
  const most = mean.paths(scenario).map((path) => highestRun(path.subarray(0, horizonDays), days));
  return intervalOf(most, level).upper * hours * 3600 * replication;
}

/** The highest mean of so many days in a row. */
function highestRun(path: Float64Array, days: number): number {
  let sum = total(path, days);
  let most = sum;
  for (let day = days; day < path.length; day++) {
    sum += (path[day] ?? 0) - (path[day - days] ?? 0);
    most = Math.max(most, sum);
  }
  return most / days;
}
