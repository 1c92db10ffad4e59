import type { Rule } from '../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../lib/domain/cluster.ts';
import type { Finding } from '../lib/domain/incidents/finding.ts';
import type { Calendar } from '../lib/domain/series/calendar/index.ts';
import type { Problem } from '../lib/domain/series/samples.ts';
import { assess } from '../lib/pipeline/assess.ts';
import { collect } from '../lib/pipeline/collect.ts';
import { discover } from '../lib/pipeline/discover.ts';
import { type EvaluateInput, evaluate } from '../lib/pipeline/evaluate.ts';
import { notify } from '../lib/pipeline/notify.ts';
import { project } from '../lib/pipeline/project.ts';
import { route } from '../lib/pipeline/route.ts';
import { train } from '../lib/pipeline/train.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { IncidentStore } from '../lib/ports/incident-store.ts';
import type { MetricSource } from '../lib/ports/metric-source.ts';
import type { MetricStore } from '../lib/ports/metric-store.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';
import type { Receiver } from '../lib/ports/receiver.ts';
import { mergeClusters } from './merge-clusters.ts';
import type { MessageQueue } from './message-queue.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export interface CycleInput {
  readonly sources: readonly MetricSource[];
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly incidents: IncidentStore;
  readonly receivers: readonly Receiver[];
  readonly queue: MessageQueue;
  readonly rules: readonly Rule[];
  readonly clock: Clock;
  /** How the rules read the clock: settling and lateness of this source. */
  readonly ruleOptions: Pick<EvaluateInput, 'settleMs' | 'lateness' | 'lag'>;
  /** Points and verdicts older than this are removed, once a day. @default kept for ever */
  readonly retentionMs?: number;
  /** What is known of days and times before they come. @default nothing */
  readonly calendar?: Calendar;
  /** False alarms that are put up with, a series and month. @default 1 */
  readonly alarmBudget?: number;
}

export interface CycleReport {
  readonly points: number;
  readonly firing: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** When each of the slower stages is due again, in pipeline time. */
interface Due {
  discoverMs: number;
  projectMs: number;
  pruneMs: number;
}

/** The stages of the way in turn, with what they remember between two turns. */
export interface Cycle {
  readonly clusters: readonly Cluster[];
  /** Finds out what there is; `run` does it again every few minutes. */
  discover(): Promise<readonly Problem[]>;
  /** One turn. @throws StoreError when the store fails: run again, nothing is lost */
  run(): Promise<CycleReport>;
}

export function createCycle(input: CycleInput): Cycle {
  const { clock, store, models, sources, rules, calendar, alarmBudget } = input;
  const known = { ...(calendar && { calendar }), ...(alarmBudget !== undefined && { alarmBudget }) };
  const due: Due = { discoverMs: 0, projectMs: 0, pruneMs: 0 };
  let clusters: readonly Cluster[] = [];
  let hasTrained = false;

  const discoverAll = async (): Promise<readonly Problem[]> => {
    due.discoverMs = clock.nowMs() + 5 * minuteMs;
    const found = await Promise.all(sources.map((source) => discover(source, clock)));
    clusters = mergeClusters(found.flatMap((discovery) => discovery.clusters));
    return found.flatMap(({ problems }) => problems);
  };

  const collectAll = async (): Promise<Omit<CycleReport, 'firing'>> => {
    const reports = [];
    // In turn: two sources may tell of one series, and the later word is the one that stays.
    for (const source of sources) reports.push(await collect({ source, store, models, clock }));
    return {
      points: reports.reduce((sum, { points }) => sum + points, 0),
      problems: reports.flatMap(({ problems }) => problems),
    };
  };

  const learn = async (nowMs: number): Promise<readonly Problem[]> => {
    const problems: Problem[] = [];
    // All at the first time, then a few a cycle: a pause of seconds once a day would be seen on the page.
    const budget = hasTrained ? { budget: 4 } : {};
    const elapsedMs = () => performance.now();
    const training = await train({
      store,
      models,
      nowMs,
      olderThanMs: dayMs,
      elapsedMs,
      ...budget,
      ...known,
    });
    const young = training.problems.filter(({ kind }) => kind === 'too_short');
    problems.push(...training.problems.filter(({ kind }) => kind !== 'too_short'));
    if (!hasTrained && young.length > 0) problems.push(tooYoung(young.length));
    hasTrained = true;
    problems.push(...(await assess({ store, models, nowMs, ...known })).problems);
    if (nowMs >= due.projectMs) {
      problems.push(...(await project({ store, models, nowMs })).problems);
      due.projectMs = nowMs + 15 * minuteMs;
    }
    return problems;
  };

  const judge = async (nowMs: number): Promise<Omit<CycleReport, 'points'>> => {
    const { incidents, receivers, queue, ruleOptions } = input;
    const judged = await evaluate({ store, models, clusters, rules, nowMs, ...ruleOptions });
    const notified = await notify({ models, notifier: queue.notifier, clusters });
    const messages = queue.waiting();
    const routed = await route({ incidents, receivers, clock, messages, rules });
    queue.remove(messages.length);
    return {
      firing: judged.firing,
      problems: [...judged.problems, ...notified.problems, ...routed.problems],
    };
  };

  return {
    get clusters() {
      return clusters;
    },
    discover: discoverAll,
    run: async () => {
      const nowMs = clock.nowMs();
      const discovered = nowMs >= due.discoverMs ? await discoverAll() : [];
      const collected = await collectAll();
      const learned = await learn(nowMs);
      const judged = await judge(nowMs);
      if (input.retentionMs !== undefined && nowMs >= due.pruneMs) {
        await store.prune(nowMs - input.retentionMs);
        due.pruneMs = nowMs + dayMs;
      }
      return {
        points: collected.points,
        firing: judged.firing,
        problems: [...discovered, ...collected.problems, ...learned, ...judged.problems],
      };
    },
  };
}

/** One line for all of them, once: a new store has nothing but young series, and they grow by themselves. */
function tooYoung(count: number): Problem {
  const message = `${count} series have too short a past to be forecast yet; each gets its band as it grows`;
  return { kind: 'too_short', where: 'train', message, count };
}
