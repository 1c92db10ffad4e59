import { basename } from 'node:path';
import { parseClusterArn } from '../../../lib/domain/arn.ts';
import type { Campaign } from '../../../lib/domain/capacity/campaign.ts';
import { planSignals } from '../../../lib/domain/capacity/signals.ts';
import { signals } from '../../../lib/domain/catalogue/signals/index.ts';
import { defaultCampaigns } from '../../../lib/domain/simulation/index.ts';
import type { PlanHistory } from '../../../lib/pipeline/plan.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import { ConfigError } from '../../../lib/ports/errors.ts';
import type { MetricSource } from '../../../lib/ports/metric-source.ts';
import type { PlanCommandOptions } from './options.ts';

/** Where the past is read from, and what is known with it. */
export interface OpenHistory {
  readonly from: PlanHistory;
  /** The cluster to choose; absent where there is one. */
  readonly cluster?: string;
  readonly nowMs: number;
  readonly campaigns: readonly Campaign[];
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Opens what the options name. @throws ConfigError when they name nothing, or several things */
export async function openHistory(options: PlanCommandOptions, clock: Clock): Promise<OpenHistory> {
  const { csv, store, simulated, cluster } = options;
  const given = [csv && '--csv', store && '--store', simulated && '--simulated'].filter(Boolean);
  if (given.length > 1)
    throw new ConfigError([`${given.join(' and ')} each say where the past is: give one`]);
  if (cluster !== undefined && (csv || simulated))
    throw new ConfigError([
      `--cluster goes with --store or alone, for CloudWatch: leave out ${given.join('')}`,
    ]);
  if (csv) return await openCsv(csv, options);
  if (store !== undefined) return await openStored(store, options, clock);
  if (simulated) return await openSimulated(options, clock);
  if (cluster !== undefined) return await openCloudWatch(cluster, options, clock);
  throw new ConfigError([
    'nothing to plan from: give --cluster ARN, --csv FILE or --store FILE, or --simulated to try it',
  ]);
}

function ofSource(source: MetricSource, nowMs: number, campaigns: readonly Campaign[] = []): OpenHistory {
  return { from: { kind: 'source', source }, nowMs, campaigns, close: () => source.close() };
}

async function openCsv(paths: readonly string[], options: PlanCommandOptions): Promise<OpenHistory> {
  const { createCsvSource } = await import('../../../lib/adapters/sources/csv/index.ts');
  const source = createCsvSource({ path: paths, clusterName: options.name });
  const span = await source.span();
  if (span === undefined) {
    const { problems } = await source.discover(0);
    const why = problems.map(({ message }) => message);
    throw new ConfigError(
      why.length > 0 ? why : [`${paths.map((path) => basename(path)).join(', ')}: no point in it`],
    );
  }
  return ofSource(scaledSource(source, options), await endOf(source, span.toMs));
}

/** The newest point stands for the hour that begins with it, or for its day where days are what there is. */
async function endOf(source: MetricSource, toMs: number): Promise<number> {
  const { samples } = await source.read({ fromMs: 0, toMs });
  const isDaily = samples.some(
    ({ timesMs }) => timesMs.at(-1) === toMs - 1 && toMs - 1 - (timesMs.at(-2) ?? toMs) >= 20 * hourMs,
  );
  return isDaily ? toMs - 1 + dayMs : Math.ceil(toMs / hourMs) * hourMs;
}

/** The values in bytes a second; of several series that have no name of ours, only the one asked for. */
function scaledSource(source: MetricSource, { unit, series }: PlanCommandOptions): MetricSource {
  const isWanted = (signal: string, topic: string | undefined) =>
    signal !== 'custom_value' || series === undefined || topic === series;
  return {
    ...source,
    discover: async (nowMs) => {
      const found = await source.discover(nowMs);
      const kept = found.series.filter((one) => isWanted(one.signal, one.entity.topic));
      const names = found.series.flatMap(({ entity }) => entity.topic ?? []);
      if (kept.length === 0)
        throw new ConfigError([
          `--series ${series}: there is none of that name: there are ${names.slice(0, 10).join(', ')}`,
        ]);
      return { ...found, series: kept };
    },
    read: async (request) => {
      const { stepMs: _, ...finest } = request;
      const { samples, problems } = await source.read(finest);
      const scaled = samples.map((one) =>
        one.series.signal === 'custom_value'
          ? { ...one, values: one.values.map((value) => value * unit) }
          : one,
      );
      return { samples: scaled, problems };
    },
  };
}

async function openStored(path: string, { cluster }: PlanCommandOptions, clock: Clock): Promise<OpenHistory> {
  const { existsSync } = await import('node:fs');
  if (!existsSync(path))
    throw new ConfigError([
      `--store ${path}: there is no such file: give the store of tidewatch watch or start`,
    ]);
  const { openDuckDbStores } = await import('../../../lib/adapters/stores/duckdb/index.ts');
  const stores = await openDuckDbStores(path);
  const newest = await stores.metrics.series({ signals: [...planSignals, 'custom_value'] });
  const lastMs = newest.reduce((most, one) => Math.max(most, one.lastMs), 0);
  return {
    from: { kind: 'store', store: stores.metrics },
    ...(cluster !== undefined && { cluster }),
    // A simulated store's clock may be ahead of ours or behind; its newest point stands for its hour.
    nowMs: lastMs > 0 ? Math.ceil((lastMs + 1) / hourMs) * hourMs : clock.nowMs(),
    campaigns: [],
    close: () => stores.close(),
  };
}

/** Points five minutes apart: a year of them takes two seconds. */
const simulatedStepMs = 300_000;
const simulatedDays = 365;

async function openSimulated({ seed }: PlanCommandOptions, clock: Clock): Promise<OpenHistory> {
  const { createSimulatorSource } = await import('../../../lib/adapters/sources/simulator/index.ts');
  const nowMs = Math.floor(clock.nowMs() / dayMs) * dayMs;
  const startMs = nowMs - simulatedDays * dayMs;
  const source = createSimulatorSource({
    startMs,
    seed,
    clock: { nowMs: () => nowMs },
    stepMs: simulatedStepMs,
  });
  return ofSource(source, nowMs, simulatedCampaigns(startMs));
}

/** The campaigns of the simulator, those of the year before and of the year to come. */
function simulatedCampaigns(startMs: number): readonly Campaign[] {
  const { firstAfterDays, everyDays, startHour, hours } = defaultCampaigns;
  const firstDay = Math.floor(startMs / dayMs) + firstAfterDays;
  return Array.from({ length: Math.floor((2 * simulatedDays) / everyDays) }, (_, i) => {
    const fromMs = (firstDay + i * everyDays) * dayMs + startHour * hourMs;
    return { name: 'campaign', fromMs, toMs: fromMs + hours * hourMs };
  });
}

async function openCloudWatch(
  cluster: string,
  { region }: PlanCommandOptions,
  clock: Clock,
): Promise<OpenHistory> {
  const parsed = parseClusterArn(cluster);
  if (parsed.kind !== 'arn') throw new ConfigError([`--cluster: ${parsed.reason}`]);
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { createCloudWatchSource } = await import('../../../lib/adapters/sources/cloudwatch/index.ts');
  const { KafkaClient } = await import('@aws-sdk/client-kafka');
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const where = { region: region ?? parsed.arn.region };
  const names: ReadonlySet<string> = new Set(planSignals);
  const source = createCloudWatchSource({
    kafka: new KafkaClient(where),
    cloudwatch: new CloudWatchClient(where),
    clock,
    clusters: [cluster],
    signals: signals.filter(({ id }) => names.has(id)),
  });
  return ofSource(source, clock.nowMs());
}
