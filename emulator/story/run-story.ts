import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from '../runtime/progress.ts';
import type { SinkEvent } from '../sink/index.ts';
import { clockText, eventLine, openKeys } from './time-line.ts';
import type { World } from './world.ts';

export interface StoryOptions {
  readonly world: World;
  readonly sinkUrl: string;
  readonly cluster: string;
  readonly story: string;
  /** How long the story lasts, in minutes: then all is as before. */
  readonly minutes: number;
  /** Days of the past that are published first. */
  readonly days: number;
  readonly say: Say;
  readonly signal: AbortSignal;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long resolutions are waited for once the story is over, in minutes. */
const afterMinutes = 12;

/** Publishes the past, then minute by minute a story and its end, and tells what the sink receives meanwhile. */
export async function runStory(options: StoryOptions): Promise<void> {
  const { world, days, say, story, cluster, minutes, signal } = options;
  const nowMs = Date.now();
  const past = await world.publishPast(nowMs - days * dayMs, nowMs - 60 * minuteMs, 5 * minuteMs);
  const recent = await world.publishUntil(nowMs);
  say(`published the past ${days} days of all clusters: ${past + recent} points`);
  const startMs = Math.ceil(nowMs / minuteMs) * minuteMs;
  const played = world.play(cluster, story, startMs);
  if (played.kind === 'refused') throw new RangeError(`${story}: ${played.reason}`);
  const endMs = Math.min(played.toMs, startMs + minutes * minuteMs);
  world.endStory(cluster, endMs);
  say(`${story} on ${cluster}: begins at ${clockOf(startMs)}, ends at ${clockOf(endMs)}`);
  await follow(options, startMs, endMs);
  signal.throwIfAborted();
}

async function follow(
  { world, sinkUrl, say, signal }: StoryOptions,
  startMs: number,
  endMs: number,
): Promise<void> {
  let told = (await eventsOf(sinkUrl)).length;
  const lastMs = endMs + afterMinutes * minuteMs;
  for (let isOver = false; !isOver && !signal.aborted; ) {
    const nowMs = Date.now();
    const sent = await world.publishUntil(nowMs);
    if (sent > 0) say(`${clockText(nowMs - startMs)}  ${sent} points published`);
    const events = await eventsOf(sinkUrl);
    for (const event of events.slice(told)) say(eventLine(event, startMs));
    told = events.length;
    const isQuiet = nowMs > endMs + 2 * minuteMs && openKeys(events).size === 0;
    isOver = isQuiet || nowMs > lastMs;
    if (isOver) say(isQuiet ? 'over: nothing is open' : `still open: ${[...openKeys(events)].join(', ')}`);
    else await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
}

export async function eventsOf(sinkUrl: string): Promise<readonly SinkEvent[]> {
  return (await (await fetch(`${sinkUrl}/control/events`)).json()) as readonly SinkEvent[];
}

function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
