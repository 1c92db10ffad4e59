import { brokerTypeOf } from './broker-types.ts';
import { reachOfDay, shareOfDay } from './campaign.ts';
import { demandOf, heldOutlooks } from './demand.ts';
import { ingestionOf, scenariosOf } from './ingestion-plan.ts';
import { heldLimits, throughputLimits } from './limit-plans.ts';
import { type DailyHistory, dailyHistoryOf, dayMs, type Points } from './long-term/daily-series.ts';
import { type OutlookSettings, outlookOf, peakHour, peaksOf, spanOf } from './outlook.ts';
import { assumptionsOf, notesOf, type PlanFacts } from './plan-notes.ts';
import { type PlanSettings, planSettings } from './plan-settings.ts';
import type { CapacityPlan, PlanInput, PlanOptions, PlanResult, Sizing } from './plan-types.ts';
import { type Measured, measuredOf } from './signals.ts';
import { type Demand, judgeSize, type SizedCluster, type SizingOptions, sizesFor } from './sizing.ts';

/** Days of history that a horizon needs: of a quarter a month. */
function neededDays(horizonDays: number): number {
  return Math.max(7, Math.ceil(horizonDays / 3));
}

/** How much further than the plan's horizon limits are looked for, and how far at most, in days. */
const limitReach = 2;
const mostDays = 365;

/**
 * The plan of a cluster for the days ahead: ingestion with scenarios, the time to each limit, and the cheapest
 * cluster that holds the upper bound of the highest hour with headroom. The same input gives the same plan.
 * Cost: some 100 ms a series of a year.
 */
export function planCapacity(input: PlanInput, options: PlanOptions = {}): PlanResult {
  const settings = planSettings(options);
  const measured = measuredOf(input.samples, input.cluster.storageGib);
  if (measured.ingress === undefined)
    return { kind: 'no_ingestion', reason: 'no series of bytes in: nothing says what comes in' };
  const history = dailyHistoryOf(withoutToday(measured.ingress, input.nowMs));
  const days = history.mean.filter(Number.isFinite).length;
  const needed = neededDays(settings.horizonDays);
  if (days < needed)
    return { kind: 'too_short', got: days, needed, reason: tooShort(days, needed, settings) };
  return made(input, settings, measured, history);
}

function tooShort(days: number, needed: number, { horizonDays }: PlanSettings): string {
  const possible = 3 * days;
  const shorter = days >= 7 ? `, or ask for ${Math.min(possible, horizonDays - 1)} days ahead or fewer` : '';
  return `${days} whole days of history are too few for ${horizonDays} days ahead: ${needed} are needed, and ${2 * horizonDays} for growth to be known well; wait${shorter}`;
}

/** A day that is not over has not had its peak. */
function withoutToday(points: Points, nowMs: number): Points {
  const lastMs = points.timesMs.at(-1) ?? 0;
  // A day that ends within the hour of the newest point is over; so is one of daily values.
  const midnightMs = Math.floor(Math.max(nowMs, lastMs) / dayMs) * dayMs;
  const isDaily = points.timesMs.length > 1 && lastMs - (points.timesMs.at(-2) ?? 0) >= dayMs;
  const endMs = isDaily ? lastMs + 1 : midnightMs;
  const end = points.timesMs.findIndex((timeMs) => timeMs >= endMs);
  if (end <= 0) return points;
  return { timesMs: points.timesMs.subarray(0, end), values: points.values.subarray(0, end) };
}

function made(
  input: PlanInput,
  settings: PlanSettings,
  measured: Measured,
  history: DailyHistory,
): PlanResult {
  const outlooks = outlookSettings(settings);
  const { startMs } = history;
  const { values: peaks, isGuessed } = peaksOf(history, settings.peakFactor);
  const mean = outlookOf(startMs, history.mean, outlooks, shareOfDay);
  const peak = outlookOf(startMs, peaks, outlooks, reachOfDay);
  if (mean === undefined || peak === undefined)
    return { kind: 'no_ingestion', reason: 'the days of bytes in hold no value that can be used' };
  const options = sizingOptionsOf(input, settings);
  const demands = { input, settings, measured, mean, peak, held: heldOutlooks(measured, settings) };
  const demand = demandOf(demands, { hasCampaigns: true, growth: 0 });
  const sizing = sizingOf(input, settings, demand, options);
  const scenarios = scenariosOf(demands, sizing, options);
  const { cluster, nowMs } = input;
  const limitInput = { cluster, nowMs, settings: outlooks, level: settings.level };
  const past = { startMs, values: peaks };
  const limits = [
    ...throughputLimits({ ...limitInput, peak, past, hour: peakHour(history), demand, options }),
    ...heldLimits({ ...limitInput, measured }),
  ];
  const ingestion = ingestionOf({ history, peaks, mean, peak, settings, scenarios });
  return assembled({ input, settings, measured, history, isGuessed, ingestion, limits, sizing });
}

function outlookSettings({ horizonDays, campaigns, paths, seed }: PlanSettings): OutlookSettings {
  const days = Math.min(mostDays, limitReach * horizonDays);
  return { days, judgedDays: horizonDays, campaigns, paths, seed };
}

function assembled(facts: PlanFacts): CapacityPlan {
  const { input, settings, history, ingestion, limits, sizing } = facts;
  return {
    kind: 'plan',
    cluster: input.cluster,
    nowMs: input.nowMs,
    horizonDays: settings.horizonDays,
    level: settings.level,
    history: { ...spanOf(history), days: history.mean.filter(Number.isFinite).length },
    ingestion,
    limits,
    sizing,
    notes: notesOf(facts),
    assumptions: assumptionsOf(facts),
  };
}

function sizingOptionsOf(
  { cluster }: PlanInput,
  { headroom, survive, zones, prices }: PlanSettings,
): SizingOptions {
  const { metadata, storageGib, brokerIds } = cluster;
  return {
    headroom,
    survive,
    zones,
    prices,
    mostBrokers: metadata === 'zookeeper' ? 30 : 60,
    ...(storageGib !== undefined && { storageGib: storageGib * Math.max(1, brokerIds.length) }),
  };
}

function sizingOf(
  { cluster }: PlanInput,
  { kinds }: PlanSettings,
  demand: Demand,
  options: SizingOptions,
): Sizing {
  const fitting = sizesFor(demand, options).filter(({ kind }) => kinds.includes(kind));
  const own = cluster.type === 'express' ? 'express' : 'standard';
  const best = fitting.find(({ kind }) => kind === own) ?? fitting[0];
  const today = todayOf({ cluster, demand, options });
  const { headroom, survive, zones, mostBrokers, prices } = options;
  const { region, asOf, basis } = prices.brokerStorage;
  return {
    demand,
    options: { headroom, survive, zones, mostBrokers },
    ...(today && { today }),
    ...(best && { best }),
    others: fitting.filter((one) => one !== best),
    pricesOf: `${region}, ${asOf}, ${basis === 'quoted' ? 'as commonly quoted' : basis === 'price_list' ? 'of the Price List API' : 'of a document of AWS'}`,
  };
}

interface TodayInput {
  readonly cluster: PlanInput['cluster'];
  readonly demand: Demand;
  readonly options: SizingOptions;
}

function todayOf({ cluster, demand, options }: TodayInput): SizedCluster | undefined {
  const limits = brokerTypeOf(cluster.instanceType);
  const { brokerIds, storageGib, volumeMibPerSecond } = cluster;
  if (limits === undefined || brokerIds.length === 0) return undefined;
  const size = {
    type: limits.type,
    brokers: brokerIds.length,
    ...(limits.kind === 'standard' && storageGib !== undefined && { storageGib }),
    ...(volumeMibPerSecond !== undefined && { provisionedMib: volumeMibPerSecond }),
  };
  return judgeSize(limits, size, demand, options);
}
