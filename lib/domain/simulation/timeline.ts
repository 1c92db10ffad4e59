import { type Forces, neutralForces } from './forces.ts';
import type { Model } from './model.ts';
import { type Story, stories } from './stories.ts';

/** A story in its place in time: from inclusive, to exclusive. */
export interface Play {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export type PlayResult =
  | { readonly kind: 'started'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** What is played when. Plays are only ever added, and only where nothing has been computed yet. */
export interface Timeline {
  /** @param nextMs the earliest time that is not computed yet */
  play(id: string, atMs: number, nextMs: number): PlayResult;
  plays(): readonly Play[];
  forcesAt(timeMs: number): Forces;
  clusterStateAt(timeMs: number): string;
}

interface Entry {
  readonly play: Play;
  readonly story: Story;
}

export function createTimeline(model: Model): Timeline {
  const entries: Entry[] = [];
  const neutral = neutralForces(model);
  const active = (timeMs: number) =>
    entries.filter(({ play }) => play.fromMs <= timeMs && timeMs < play.toMs);
  return {
    play(id, atMs, nextMs) {
      const story = stories.find((one) => one.id === id);
      if (!story)
        return refused(`there is no story ${id}: choose ${stories.map((one) => one.id).join(', ')}`);
      if (!Number.isFinite(atMs))
        return refused(`the time ${atMs} is none: give milliseconds since the epoch`);
      const play = { id, fromMs: atMs, toMs: atMs + story.durationMs(model) };
      const reason = tooEarly(play, nextMs) ?? story.refusal?.(model) ?? conflict({ play, story }, entries);
      if (reason !== undefined) return refused(reason);
      entries.push({ play, story });
      return { kind: 'started', fromMs: play.fromMs, toMs: play.toMs };
    },
    plays: () => entries.map(({ play }) => play),
    forcesAt(timeMs) {
      const now = active(timeMs);
      if (now.length === 0) return neutral;
      const forces = neutralForces(model);
      for (const { play, story } of now) story.apply(forces, timeMs - play.fromMs, model);
      return forces;
    },
    clusterStateAt: (timeMs) =>
      active(timeMs).find(({ story }) => story.clusterState)?.story.clusterState ?? 'ACTIVE',
  };
}

function refused(reason: string): PlayResult {
  return { kind: 'refused', reason };
}

function tooEarly({ id, fromMs }: Play, nextMs: number): string | undefined {
  if (fromMs >= nextMs) return undefined;
  return `${id} cannot start at ${isoTime(fromMs)}, which has been read already: start it at ${isoTime(nextMs)} or later`;
}

function conflict({ play, story }: Entry, entries: readonly Entry[]): string | undefined {
  const other = entries.find(
    (entry) =>
      entry.play.fromMs < play.toMs &&
      play.fromMs < entry.play.toMs &&
      (entry.story === story || (entry.story.takesBrokers && story.takesBrokers)),
  );
  return other && `${other.play.id} runs until ${isoTime(other.play.toMs)}: wait for its end`;
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
