import { signals } from '../../lib/domain/catalogue/index.ts';
import { createRandom } from '../../lib/domain/numerics/seeded-random.ts';
import { createSimulation, defaultGroups, defaultTopics } from '../../lib/domain/simulation/index.ts';
import { stories } from '../../lib/domain/simulation/stories.ts';
import { type Effect, effectOf, noiseOf } from './effect.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A Monday; seeds begin on other days of the week and at other hours. */
const epochMs = Date.UTC(2026, 0, 5);
/** Between the end of a story and the next lie up to so much more than what is asked for. */
const moreMs = 24 * hourMs;

/** One signal by the minute, and where the stories show in it. */
export interface MinuteSeries {
  readonly key: string;
  readonly startMs: number;
  readonly values: Float64Array;
  /** Those of the stories that a person could see in it. */
  readonly effects: readonly Effect[];
  /** 1 where a story still moves it, however little: an alarm there is neither right nor wrong. */
  readonly isMoved: Uint8Array;
}

/** How a run is laid out. */
export interface Layout {
  /** Before the first story. */
  readonly quietDays: number;
  /** Between the end of a story and the next, at least. */
  readonly daysBetween: number;
  /** Series that are drawn from those that the service assesses. */
  readonly series: number;
}

/**
 * A simulated cluster with each story once, in an order and at times by the seed, and a second one without them: what differs
 * is what the stories do.
 */
export function playSeed(
  seed: number,
  { quietDays, daysBetween, series: count }: Layout,
): readonly MinuteSeries[] {
  const random = createRandom(seed);
  const startMs = epochMs + (seed - 1) * (dayMs + 5 * hourMs);
  const spec = {
    clusterId: 'bench/minutes/a',
    brokers: 3,
    topics: defaultTopics,
    groups: defaultGroups,
    seed,
    startMs,
    stepMs: minuteMs,
    campaigns: 'none',
  } as const;
  const [told, untold] = [createSimulation(spec), createSimulation(spec)];
  let atMs = startMs + quietDays * dayMs;
  for (const { id } of shuffled(stories, random)) {
    atMs += daysBetween * dayMs + Math.floor((random() * moreMs) / minuteMs) * minuteMs;
    const played = told.timeline.play(id, atMs, told.nextMs());
    if (played.kind === 'refused') throw new Error(`${id}: ${played.reason}`);
    atMs = played.toMs;
  }
  const assessed = new Set(signals.filter((signal) => signal.assessed).map(({ id }) => id));
  const all = told.series.flatMap(({ signal }, i) => (assessed.has(signal) ? [i] : []));
  const chosen = shuffled(all, random).slice(0, count);
  const toMs = atMs + daysBetween * dayMs;
  const [seen, unseen] = [told.columns(chosen, startMs, toMs), untold.columns(chosen, startMs, toMs)];
  const plays = told.timeline.plays().toSorted((a, b) => a.fromMs - b.fromMs);
  return chosen.map((index, k) => {
    const values = seen[k] ?? new Float64Array(0);
    const without = unseen[k] ?? values;
    const noise = noiseOf(without);
    const stepOf = (timeMs: number) => Math.round((timeMs - startMs) / minuteMs);
    const effects = plays.flatMap(({ id, fromMs }, i) => {
      const next = plays[i + 1]?.fromMs ?? toMs;
      return effectOf(id, values, without, noise, stepOf(fromMs), stepOf(next)) ?? [];
    });
    const isMoved = Uint8Array.from(values, (value, i) =>
      Math.abs(value - (without[i] ?? value)) <= 0.5 * noise ? 0 : 1,
    );
    return { key: told.series[index]?.key ?? '', startMs, values, effects, isMoved };
  });
}

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
