/**
 * What the person on call would see of the simulated cluster: incidents of quiet weeks, and of each story
 * alone on a fresh run: `npm run bench:stories -- --seeds 1,2,3 --only broker_loss --json out.json`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSteppedClock } from '../app/clocks.ts';
import { createCycle } from '../app/cycle.ts';
import { createMessageQueue } from '../app/message-queue.ts';
import { createWriteBehindModelStore } from '../app/write-behind.ts';
import { createSimulatorSource } from '../lib/adapters/sources/simulator/index.ts';
import { openDuckDbStores } from '../lib/adapters/stores/duckdb/index.ts';
import { rules } from '../lib/domain/catalogue/index.ts';
import type { Incident } from '../lib/domain/incidents/incident.ts';
import { entityWords } from '../lib/domain/series/entity.ts';
import { stories } from '../lib/domain/simulation/index.ts';
import { backfill } from '../lib/pipeline/backfill.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stepMs = 5 * minuteMs;
/** A Monday; seeds begin on other days of the week and at other hours. */
const epochMs = Date.UTC(2026, 0, 5);

interface Seen {
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

interface Outcome {
  readonly seed: number;
  /** `quiet` for a run without a story. */
  readonly story: string;
  readonly days: number;
  readonly cycles: number;
  /** Deliveries that the receiver took: opened, raised and resolved. */
  readonly deliveries: number;
  readonly problems: number;
  readonly incidents: readonly Seen[];
}

/** The days of the past differ by seed, so that campaigns lie in it, echo from it, or come after it. */
const historyDays = (seed: number) => 21 + 4 * ((seed - 1) % 3);

/** The whole way in one process, with its past read, as `tidewatch start` runs it. */
async function open(seed: number) {
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
  });
  await cycle.discover();
  const plan = [
    { agoMs: historyDays(seed) * dayMs, stepMs: hourMs },
    { agoMs: 14 * dayMs, stepMs },
  ];
  await backfill({ source, store: stores.metrics, models, clock, plan });
  return { clock, source, stores, cycle, told };
}

async function play(seed: number, story: string, quietDays: number): Promise<Outcome> {
  const { clock, source, stores, cycle, told } = await open(seed);
  const beginMs = clock.nowMs();
  const isQuiet = story === 'quiet';
  // Hours apart by seed, so that a story meets days and nights.
  const fromMs = isQuiet ? beginMs : beginMs + (2 + 7 * ((seed - 1) % 3)) * hourMs;
  const played = isQuiet ? undefined : source.playStory(story, fromMs);
  if (played?.kind === 'refused') throw new Error(`${story}: ${played.reason}`);
  const toMs = played?.toMs ?? beginMs + quietDays * dayMs;
  const untilMs = isQuiet ? toMs : toMs + 6 * hourMs;
  // Who is paged has nobody to page about: what stays open is waited for a while longer.
  const latestMs = isQuiet ? toMs : toMs + 30 * hourMs;
  let cycles = 0;
  let problems = 0;
  while (clock.nowMs() < untilMs || (clock.nowMs() < latestMs && (await hasOpen(stores.incidents)))) {
    clock.advanceTo(clock.nowMs() + stepMs);
    problems += (await cycle.run()).problems.length;
    cycles += 1;
    if (cycles % 288 === 0) progress(`seed ${seed} ${story}: day ${cycles / 288}`);
  }
  const incidents = (await stores.incidents.list(10_000)).toReversed().map((one) => seen(one, fromMs, toMs));
  await stores.close();
  const days = (clock.nowMs() - beginMs) / dayMs;
  return { seed, story, days, cycles, deliveries: told.length, problems, incidents };
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

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Told as soon as it is known: what a later run does not lose. */
function tell({ story, seed, incidents, days }: Outcome): void {
  const perWeek = story === 'quiet' ? `, ${((incidents.length * 7) / days).toFixed(2)} a week` : '';
  console.log(`\n${story}, seed ${seed}: ${incidents.length} incidents${perWeek}`);
  for (const incident of incidents) console.log(`  ${row(incident, story)}`);
}

function tellQuiet(outcomes: readonly Outcome[]): void {
  const quiet = outcomes.filter(({ story }) => story === 'quiet');
  const days = quiet.reduce((sum, one) => sum + one.days, 0);
  if (days === 0) return;
  const byRule = new Map<string, number>();
  for (const { rule, severity } of quiet.flatMap(({ incidents }) => incidents)) {
    const name = `${rule} (${severity})`;
    byRule.set(name, (byRule.get(name) ?? 0) + 1);
  }
  console.log(`\nquiet: ${days.toFixed(0)} days, incidents a week by rule`);
  for (const [name, count] of byRule) console.log(`  ${((count * 7) / days).toFixed(2)}  ${name}`);
  if (byRule.size === 0) console.log('  none');
}

function row({ severity, title, openedMinutes, resolvedMinutes, findings }: Seen, story: string): string {
  const opened = `after ${openedMinutes.toFixed(0)} min`;
  const end = story === 'quiet' ? 'run' : 'story';
  const over =
    resolvedMinutes === undefined
      ? 'STILL OPEN'
      : `over ${resolvedMinutes.toFixed(0)} min from the ${end}'s end`;
  const rest = [...new Set(findings.map((one) => one.split(' ')[0]))].join(', ');
  return `${severity.padEnd(8)} ${title}; ${opened}; ${over}; ${findings.length} findings: ${rest}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1,2,3' },
      days: { type: 'string', default: '7' },
      only: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const wanted = values.only?.split(',') ?? ['quiet', ...stories.map(({ id }) => id)];
  const outcomes: Outcome[] = [];
  for (const seed of values.seeds.split(',').map(Number)) {
    for (const story of wanted) {
      const before = performance.now();
      const outcome = await play(seed, story, Number(values.days));
      outcomes.push(outcome);
      tell(outcome);
      const seconds = (performance.now() - before) / 1000;
      progress(`seed ${seed} ${story}: ${outcome.cycles} cycles, ${seconds.toFixed(0)} s`);
    }
  }
  tellQuiet(outcomes);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(outcomes, undefined, 2)}\n`);
}

await main();
