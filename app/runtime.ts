import type { DuckDbStores } from '../lib/adapters/stores/duckdb/index.ts';
import type { Rule } from '../lib/domain/catalogue/rule.ts';
import type { Finding } from '../lib/domain/incidents/finding.ts';
import type { Problem } from '../lib/domain/series/samples.ts';
import { type BackfillRange, backfill } from '../lib/pipeline/backfill.ts';
import type { EvaluateInput } from '../lib/pipeline/evaluate.ts';
import { PortError } from '../lib/ports/errors.ts';
import type { MetricSource } from '../lib/ports/metric-source.ts';
import type { Receiver } from '../lib/ports/receiver.ts';
import { createCycle } from './cycle.ts';
import { giveFeedback } from './feedback.ts';
import type { Inbox } from './inbox/inbox.ts';
import { createMessageQueue } from './message-queue.ts';
import type { Pace } from './pace.ts';
import { createProblemCounter } from './problem-counter.ts';
import type { RuntimeStatus, RuntimeView } from './runtime-view.ts';
import { createWriteBehindModelStore } from './write-behind.ts';

export interface RuntimeOptions {
  readonly sources: readonly MetricSource[];
  readonly stores: DuckDbStores;
  readonly rules: readonly Rule[];
  readonly inbox: Inbox;
  readonly pace: Pace;
  /** How much of the past to read first, in ms. */
  readonly historyMs: number;
  /** How long points and verdicts are kept, in ms. */
  readonly retentionMs: number;
  /** False alarms that are put up with, a series and month. @default 1 */
  readonly alarmBudget?: number;
  readonly ruleOptions?: Pick<EvaluateInput, 'settleMs' | 'lateness' | 'lag'>;
  readonly stories?: StoryBook;
  /** What was found wrong before the start, to be counted with the rest. @default none */
  readonly problems?: readonly Problem[];
  /** Gets each line worth a person's eye: new problems, failures of the store. */
  readonly log: (line: string) => void;
  readonly onBackfill?: (done: number, words: string) => void;
}

export interface StoryBook {
  list(): RuntimeStatus['stories'];
  play(id: string): ReturnType<RuntimeView['playStory']>;
  /** Writes down where the simulation stands; called whenever the states are written. */
  keep(): Promise<void>;
}

export interface Runtime extends RuntimeView {
  /** Reads the past, then runs cycles until `stop`. Receivers may be told from the first cycle on. */
  run(receivers: readonly Receiver[]): Promise<void>;
  /** Ends after the cycle that runs; everything is written when it resolves. */
  stop(): Promise<void>;
}

/** How often states kept in memory are written, in wall milliseconds. */
const flushEveryMs = 5000;
const noStories: StoryBook = {
  list: () => [],
  play: () => ({ kind: 'refused', reason: 'stories are of the simulated cluster: run `tidewatch start`' }),
  keep: async () => undefined,
};

const weekMs = 7 * 24 * 3_600_000;

/** By the hour, and the last two weeks at 5 minutes: what a season of a week needs. */
function backfillPlan(historyMs: number): readonly BackfillRange[] {
  const fine = { agoMs: Math.min(historyMs, 2 * weekMs), stepMs: 300_000 };
  return historyMs > fine.agoMs ? [{ agoMs: historyMs, stepMs: 3_600_000 }, fine] : [fine];
}

/** The stages in one process on one file: the laptop's counterpart of the deployed stack. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { sources, stores, rules, inbox, pace, log, stories = noStories } = options;
  const { clock } = pace;
  const store = stores.metrics;
  const models = createWriteBehindModelStore(stores.models);
  const queue = createMessageQueue();
  const problems = createProblemCounter();
  const listeners = new Set<() => void>();
  const receivers: Receiver[] = [];
  const cycle = createCycle({
    sources,
    store,
    models,
    incidents: stores.incidents,
    receivers,
    queue,
    rules,
    clock,
    ruleOptions: options.ruleOptions ?? {},
    retentionMs: options.retentionMs,
    ...(options.alarmBudget !== undefined && { alarmBudget: options.alarmBudget }),
  });
  let firing: readonly Finding[] = [];
  let backfilled = 0;
  let cycles = 0;
  let points = 0;
  let flushedAtMs = 0;
  let running: Promise<void> | undefined;
  let newest: Promise<unknown> = Promise.resolve();

  /** One after the other: a cycle and a person may write the same states. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = newest.then(work);
    newest = done.catch(() => undefined);
    return done;
  };

  const report = (found: Parameters<typeof problems.add>[0]) => {
    for (const problem of problems.add(found)) log(`${problem.kind}: ${problem.message}`);
  };
  const tell = () => {
    for (const listener of listeners) listener();
  };

  const flush = async () => {
    await models.flush();
    await stories.keep();
    flushedAtMs = performance.now();
  };

  const readPast = async (): Promise<void> => {
    const withHistory = sources.filter(({ hasHistory }) => hasHistory);
    for (const [i, source] of withHistory.entries()) {
      const result = await backfill({
        source,
        store,
        models,
        clock,
        plan: backfillPlan(options.historyMs),
        onProgress: (done, words) => {
          backfilled = (i + done) / withHistory.length;
          options.onBackfill?.(backfilled, words);
          tell();
        },
      });
      points += result.points;
      report(result.problems);
    }
    backfilled = 1;
    options.onBackfill?.(1, 'the past is read');
    await models.flush();
  };

  const turn = async (): Promise<void> => {
    try {
      const result = await cycle.run();
      firing = result.firing;
      points += result.points;
      cycles += 1;
      report(result.problems);
      if (performance.now() - flushedAtMs > flushEveryMs) await flush();
    } catch (error) {
      // A store that fails now may work the next time; anything else is a mistake of ours and must be seen.
      if (!(error instanceof PortError)) throw error;
      report([{ kind: 'store', where: store.id, message: error.message, count: 1 }]);
    }
    tell();
  };

  const loop = async (): Promise<void> => {
    report(options.problems ?? []);
    report(await cycle.discover());
    await readPast();
    while (await pace.next()) await inTurn(turn);
  };

  return {
    run: (given) => {
      receivers.push(...given);
      running ??= loop();
      return running;
    },
    stop: async () => {
      pace.stop();
      await running?.catch(() => undefined);
      // Findings that wait are struck out of the states in memory: the older states will find them again.
      if (queue.waiting().length === 0) await flush();
      await Promise.allSettled(sources.map((source) => source.close()));
      await stores.close();
    },
    status: () => ({
      mode: pace.mode,
      nowMs: clock.nowMs(),
      speed: pace.speed,
      isPaused: pace.isPaused(),
      backfill: backfilled,
      cycles,
      points,
      problems: problems.list(),
      stories: stories.list(),
      receivers: receivers.map(({ id }) => id),
    }),
    clusters: () => cycle.clusters,
    findings: () => firing,
    incidents: (limit) => stores.incidents.list(limit),
    series: (filter) => store.series(filter),
    read: (query) => store.read(query),
    verdicts: (query) => store.readVerdicts(query),
    forecasts: (filter) => store.readForecasts(filter),
    inbox: (limit) => inbox.list(limit),
    pause: () => {
      pace.pause();
      tell();
    },
    resume: () => {
      pace.resume();
      tell();
    },
    playStory: (id) => stories.play(id),
    giveFeedback: (doubt) =>
      inTurn(() => giveFeedback({ models, incidents: stores.incidents, rules }, doubt)),
    onCycle: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
