import { formatBytes, formatNumber } from '../words.ts';
import { brokerTypeOf } from './broker-types.ts';
import { type DailyHistory, dayMs } from './long-term/daily-series.ts';
import { sporadic } from './long-term/index.ts';
import { spanOf } from './outlook.ts';
import type { PlanSettings } from './plan-settings.ts';
import type { IngestionPlan, LimitPlan, PlanInput, Sizing } from './plan-types.ts';
import type { Measured } from './signals.ts';

export interface PlanFacts {
  readonly input: PlanInput;
  readonly settings: PlanSettings;
  readonly measured: Measured;
  readonly history: DailyHistory;
  /** Peak hours are days' means times a factor. */
  readonly isGuessed: boolean;
  readonly ingestion: IngestionPlan;
  readonly limits: readonly LimitPlan[];
  readonly sizing: Sizing;
}

/** What a reader must know of the data and of the choice, worst first. */
export function notesOf(facts: PlanFacts): readonly string[] {
  return [
    ...emptyNotes(facts),
    ...staleNotes(facts),
    ...shiftNotes(facts),
    ...lengthNotes(facts),
    ...gapNotes(facts),
    ...resolutionNotes(facts),
    ...choiceNotes(facts),
    ...limitNotes(facts),
    ...sizeNotes(facts),
  ];
}

function emptyNotes({ history }: PlanFacts): readonly string[] {
  const known = history.mean.filter(Number.isFinite);
  const negative = known.filter((value) => value < 0).length;
  const zeros = known.filter((value) => value === 0).length;
  const below =
    negative === 0
      ? []
      : [`${counted(negative)} below 0, which no traffic is: left out; see the file's column`];
  if (zeros + negative === known.length)
    return [
      ...below,
      `nothing came in on any of the ${known.length} days: the plan is for a cluster without traffic; see whether it is the right one`,
    ];
  if (zeros === 0) return below;
  const what =
    zeros > sporadic * known.length ? 'that is how the traffic is' : 'taken for outages, not for traffic';
  return [...below, `${counted(zeros)} on which nothing came in: ${what}`];
}

/** Days without news after which a plan begins in the past. */
const staleDays = 2;

function staleNotes({ history, input }: PlanFacts): readonly string[] {
  const days = Math.floor((input.nowMs - spanOf(history).toMs) / dayMs);
  if (days < staleDays) return [];
  return [`nothing is known of the last ${days} days: the days ahead begin where the past ends`];
}

function shiftNotes({ ingestion }: PlanFacts): readonly string[] {
  return ingestion.model.shifts.map(({ timeMs, by }) => {
    const share = Math.round(100 * Math.expm1(by));
    return `the level ${share > 0 ? 'rose' : 'fell'} by ${Math.abs(share)} % on ${dateOf(timeMs)} and stayed: the plan goes on from the new level`;
  });
}

function lengthNotes({ history, settings, ingestion }: PlanFacts): readonly string[] {
  const days = history.mean.filter(Number.isFinite).length;
  const { horizonDays } = settings;
  if (ingestion.model.origins === 0 && ingestion.model.trends.length > 0)
    return [
      `${days} days of history are too few to try forecasts on: intervals are wide by assumption, not by measurement; ${2 * horizonDays} days would do`,
    ];
  if (days < 2 * horizonDays)
    return [
      `${days} days of history for ${horizonDays} days ahead: growth is not known well before ${2 * horizonDays}`,
    ];
  return [];
}

function gapNotes({ history }: PlanFacts): readonly string[] {
  const { partialDays, emptyDays, mean } = history;
  const parts = [
    ...(emptyDays > 0 ? [`${counted(emptyDays)} without any point`] : []),
    ...(partialDays > 0 ? [`${counted(partialDays)} with less than 18 hours`] : []),
  ];
  return parts.length === 0 ? [] : [`of ${mean.length} days ${parts.join(' and ')} count as gaps`];
}

function resolutionNotes({ measured, isGuessed, settings }: PlanFacts): readonly string[] {
  const words = measured.stepsMs.map((step) => stepWords(step));
  return [
    ...(words.length > 1
      ? [
          `points are ${words.join(' and ')} apart in parts of the past: each hour counts by the mean of its points`,
        ]
      : []),
    ...(isGuessed
      ? [
          `only days are measured: the highest hour is taken to be ${formatNumber(settings.peakFactor)} times the day's mean (--peak-factor)`,
        ]
      : []),
  ];
}

function choiceNotes({ ingestion, settings }: PlanFacts): readonly string[] {
  const { trends, origins } = ingestion.model;
  const benchmark = trends[0];
  const unknown = ingestion.campaigns.filter(({ isPast }) => !isPast);
  const hasPast = ingestion.campaigns.some(({ isPast }) => isPast);
  return [
    ...(origins > 0 && benchmark?.weight === 1
      ? ['no trend was better than last week with drift when tried on the past: that is what the plan uses']
      : []),
    ...(unknown.length > 0 && !hasPast && unknown.some(({ name }) => !strengthOf(settings, name))
      ? ['no campaign of the past is known: one to come is taken to lift traffic by 30 %, give or take 20']
      : []),
  ];
}

function strengthOf({ campaigns }: PlanSettings, name: string): boolean {
  return campaigns.some((one) => one.name === name && one.strength !== undefined);
}

function limitNotes({ limits, measured, input }: PlanFacts): readonly string[] {
  const has = (id: string) => limits.some((one) => one.id === id);
  const fast = limits.filter(({ reach }) => reach.isFast);
  return [
    ...fast.map(
      ({ title }) =>
        `${title}: the last two days rise fast, and their rise alone gives the time to the limit`,
    ),
    ...(measured.diskPercent === undefined && input.cluster.type === 'standard'
      ? ['no disk is measured: its limit is not judged']
      : []),
    ...(measured.connections !== undefined && !has('connections')
      ? ['connections have no enforced limit without IAM: they are not judged']
      : []),
    ...typeNotes(input.cluster.instanceType),
  ];
}

function typeNotes(instanceType: string | undefined): readonly string[] {
  if (brokerTypeOf(instanceType) !== undefined) return [];
  const what =
    instanceType === undefined
      ? "the brokers' type is not known"
      : `brokers of type ${instanceType} are not known here`;
  return [
    `${what}, so today's throughput, processors and price are not judged: give --instance-type, --brokers and --storage-gib`,
  ];
}

function sizeNotes({ sizing, input }: PlanFacts): readonly string[] {
  const { best, today } = sizing;
  const { storageGib } = input.cluster;
  if (best === undefined)
    return [
      `no size of up to ${sizing.options.mostBrokers} brokers holds this: split the cluster, or ask for a higher quota`,
    ];
  return [
    ...(storageGib !== undefined && best.storageGib !== undefined && best.storageGib < storageGib
      ? [
          `volumes can grow and not shrink: ${best.storageGib} GiB in place of ${storageGib} takes a new cluster`,
        ]
      : []),
    ...(today?.holds && today.usdPerMonth <= best.usdPerMonth
      ? ["today's cluster holds the plan at no higher price: nothing to change"]
      : []),
    ...(sizing.demand.storageBytes === undefined && best.kind === 'standard'
      ? [
          `nothing says how much is kept, so storage is ${storageGib === undefined ? 'the least that is sensible' : 'what it is today'}: give --retention`,
        ]
      : []),
  ];
}

/** What the plan takes for granted. */
export function assumptionsOf({ settings, measured, sizing, input }: PlanFacts): readonly string[] {
  const { headroom, survive, replication } = settings;
  const { demand } = sizing;
  const lost =
    survive === 'none'
      ? ''
      : `, and under 100 % with one ${survive === 'zone' ? 'availability zone' : 'broker'} down`;
  return [
    `each limit of throughput stays under ${Math.round(100 * (1 - headroom))} % with all brokers up${lost}; disks under 85 %, processors under 60 %, partitions under what AWS recommends`,
    `${replication} copies of each partition; consumers read ${formatNumber(demand.fanOut)} bytes for each byte in${fanOutSource(settings, measured)}`,
    ...(demand.skew > 1.005
      ? [`the busiest broker keeps carrying ${formatNumber(demand.skew)} times an even share`]
      : []),
    ...(demand.cpus !== undefined
      ? ['processor time grows in proportion to bytes in, and a vCPU of each family does the same work']
      : []),
    ...(measured.storedBytes === undefined && demand.storageBytes !== undefined
      ? [`topics keep what they take: ${formatBytes(demand.storageBytes)} with all copies at the upper bound`]
      : []),
    `the highest hour is a mean of its minutes: shorter bursts go into the headroom`,
    `one year tells nothing of a yearly season: what comes each December must be given as a campaign`,
    `prices of ${sizing.pricesOf}; a month is 720 hours; without data transfer and monitoring${input.cluster.region !== '' && input.cluster.region !== 'local' && !sizing.pricesOf.startsWith(input.cluster.region) ? `; the cluster is in ${input.cluster.region}, where they may differ (tidewatch prices --refresh)` : ''}`,
  ];
}

function fanOutSource({ fanOut }: PlanSettings, { egress }: Measured): string {
  if (fanOut !== undefined) return ', as given';
  return egress === undefined ? ', as assumed (--fan-out)' : ', as in the busy hours of the last four weeks';
}

function counted(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function dateOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function stepWords(stepMs: number): string {
  if (stepMs % 86_400_000 === 0) return `${stepMs / 86_400_000} d`;
  return stepMs % 3_600_000 === 0 ? `${stepMs / 3_600_000} h` : `${Math.round(stepMs / 60_000)} min`;
}
