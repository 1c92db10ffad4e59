import { createSteppedClock } from '../../app/clocks.ts';
import { createCycle } from '../../app/cycle.ts';
import { createMessageQueue } from '../../app/message-queue.ts';
import { createWriteBehindModelStore } from '../../app/write-behind.ts';
import { createSimulatorSource } from '../../lib/adapters/sources/simulator/index.ts';
import { openDuckDbStores } from '../../lib/adapters/stores/duckdb/index.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import { defaultCampaigns } from '../../lib/domain/simulation/index.ts';
import { backfill } from '../../lib/pipeline/backfill.ts';
import { campaignCalendar } from './campaign-calendar.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stepMs = 5 * minuteMs;
/** A Monday; seeds begin on other days of the week and at other hours. */
const epochMs = Date.UTC(2026, 0, 5);

/** One run: a story alone, or none. */
export interface Run {
  readonly seed: number;
  /** `quiet` for a run without a story. */
  readonly story: string;
  /** Of a quiet run. */
  readonly days: number;
  /** Whether the pipeline is told of the campaigns beforehand. */
  readonly isCampaignTold: boolean;
  /** False alarms a series and month. */
  readonly budget: number;
}

export interface Seen {
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  /** Minutes from the story's start (of the run, in a quiet one) to the page. */
  readonly openedMinutes: number;
  /** Minutes from the story's end to the resolution; absent when it stays open. */
  readonly resolvedMinutes?: number;
  readonly findings: readonly string[];
  readonly timeline: readonly string[];
}

export interface Outcome extends Run {
  readonly cycles: number;
  /** Deliveries that the receiver took: opened, raised and resolved. */
  readonly deliveries: number;
  readonly problems: number;
  readonly seconds: number;
  readonly incidents: readonly Seen[];
}

/** The days of the past differ by seed, so that campaigns lie in it, echo from it, or come after it. */
const historyDays = (seed: number) => 21 + 4 * ((seed - 1) % 3);

/** The whole way in one process, with its past read, as `tidewatch start` runs it. */
async function open({ seed, isCampaignTold, budget, days }: Run) {
  const startMs = epochMs + (seed - 1) * (dayMs + 5 * hourMs);
  const clock = createSteppedClock(startMs + historyDays(seed) * dayMs);
  const source = createSimulatorSource({ startMs, seed, clock });
  const stores = await openDuckDbStores(':memory:');
  const models = createWriteBehindModelStore(stores.models);
  const told: Incident[] = [];
  const receiver = {
    id: 'bench',
    deliver: async (incident: Incident) => {
      told.push(incident);
      return { kind: 'delivered' } as const;
    },
  };
  const toMs = clock.nowMs() + (days + 14) * dayMs;
  const cycle = createCycle({
    sources: [source],
    store: stores.metrics,
    models,
    incidents: stores.incidents,
    receivers: [receiver],
    queue: createMessageQueue(),
    rules,
    clock,
    ruleOptions: { settleMs: 0 },
    alarmBudget: budget,
    ...(isCampaignTold && { calendar: campaignCalendar(defaultCampaigns, startMs, toMs) }),
  });
  await cycle.discover();
  const plan = [
    { agoMs: historyDays(seed) * dayMs, stepMs: hourMs },
    { agoMs: 14 * dayMs, stepMs },
  ];
  await backfill({ source, store: stores.metrics, models, clock, plan });
  return { clock, source, stores, cycle, told };
}

/**
 * What the person on call would see of a run.
 * @param onDay called after each simulated day, with the incidents so far
 * @throws Error when the simulated cluster cannot play the story
 */
export async function play(run: Run, onDay: (day: number, incidents: number) => void): Promise<Outcome> {
  const before = performance.now();
  const { clock, source, stores, cycle, told } = await open(run);
  const beginMs = clock.nowMs();
  const isQuiet = run.story === 'quiet';
  // Hours apart by seed, so that a story meets days and nights.
  const fromMs = isQuiet ? beginMs : beginMs + (2 + 7 * ((run.seed - 1) % 3)) * hourMs;
  const played = isQuiet ? undefined : source.playStory(run.story, fromMs);
  if (played?.kind === 'refused') throw new Error(`${run.story}: ${played.reason}`);
  const toMs = played?.toMs ?? beginMs + run.days * dayMs;
  const untilMs = isQuiet ? toMs : toMs + 6 * hourMs;
  // Who is paged has nobody to page about: what stays open is waited for a while longer.
  const latestMs = isQuiet ? toMs : toMs + 30 * hourMs;
  let cycles = 0;
  let problems = 0;
  while (clock.nowMs() < untilMs || (clock.nowMs() < latestMs && (await hasOpen(stores.incidents)))) {
    clock.advanceTo(clock.nowMs() + stepMs);
    problems += (await cycle.run()).problems.length;
    cycles += 1;
    if (cycles % (dayMs / stepMs) !== 0) continue;
    onDay((cycles * stepMs) / dayMs, (await stores.incidents.list(10_000)).length);
  }
  const incidents = (await stores.incidents.list(10_000)).toReversed().map((one) => seen(one, fromMs, toMs));
  await stores.close();
  const days = (clock.nowMs() - beginMs) / dayMs;
  const seconds = (performance.now() - before) / 1000;
  return { ...run, days, cycles, deliveries: told.length, problems, seconds, incidents };
}

async function hasOpen(incidents: { list(limit: number): Promise<readonly Incident[]> }): Promise<boolean> {
  return (await incidents.list(100)).some(({ status }) => status !== 'resolved');
}

function seen(incident: Incident, fromMs: number, toMs: number): Seen {
  const { rule, severity, title, triggeredAtMs, resolvedAtMs, findings, timeline } = incident;
  return {
    rule,
    severity,
    title,
    openedMinutes: (triggeredAtMs - fromMs) / minuteMs,
    ...(resolvedAtMs !== undefined && { resolvedMinutes: (resolvedAtMs - toMs) / minuteMs }),
    findings: findings.map((one) => `${one.rule} (${entityWords(one.entity)})`),
    timeline: timeline
      .filter(({ kind }) => kind === 'triggered' || kind === 'updated' || kind === 'resolved')
      .map(({ atMs, kind, words }) => `${Math.round((atMs - fromMs) / minuteMs)} min ${kind}: ${words}`),
  };
}
