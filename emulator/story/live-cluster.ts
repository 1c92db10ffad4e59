import type { Samples } from '../../lib/domain/series/samples.ts';
import { createSimulation, type PlayResult, type Simulation } from '../../lib/domain/simulation/index.ts';
import { type LocalCluster, simulationOf } from '../local-clusters.ts';

/** A simulated cluster whose story can be cut short. */
export interface LiveCluster {
  readonly name: string;
  /** Every series at each whole step of the range: from inclusive, to exclusive. @param stepMs whole minutes @default a minute */
  samples(fromMs: number, toMs: number, stepMs?: number): readonly Samples[];
  /** What MSK would say of the cluster's state. */
  stateAt(timeMs: number): string;
  /** Plays a story from a time on that has not been read yet. */
  play(story: string, atMs: number): PlayResult;
  /** From a time on all is as if the story had never been: what it broke is whole at once. */
  endStory(atMs: number): void;
}

/** How long before the first reading the simulation begins, so that nothing of its start is seen, in ms. */
const leadMs = 6 * 3_600_000;
const minuteMs = 60_000;

/** @param startMs the earliest time that is read */
export function createLiveCluster(cluster: LocalCluster, startMs: number): LiveCluster {
  const spec = simulationOf(cluster, startMs - leadMs);
  const calm = createSimulation(spec);
  const storied = createSimulation(spec);
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.POSITIVE_INFINITY;
  const at = (timeMs: number) => (timeMs >= fromMs && timeMs < toMs ? storied : calm);
  return {
    name: cluster.name,
    samples: (from, to, stepMs = minuteMs) => readSamples({ calm, storied, at }, from, to, stepMs),
    stateAt: (timeMs) => at(timeMs).timeline.clusterStateAt(timeMs),
    play(story, atMs) {
      const result = storied.timeline.play(story, atMs, storied.nextMs());
      // Its end too is told as it is simulated: lag drains, followers catch up.
      if (result.kind === 'started') fromMs = result.fromMs;
      return result;
    },
    endStory(atMs) {
      toMs = Math.min(toMs, atMs);
    },
  };
}

interface Twins {
  readonly calm: Simulation;
  readonly storied: Simulation;
  readonly at: (timeMs: number) => Simulation;
}

function readSamples({ calm, storied, at }: Twins, from: number, to: number, stepMs: number): Samples[] {
  const firstMs = Math.ceil(from / stepMs) * stepMs;
  const times = Float64Array.from(
    { length: Math.max(0, Math.ceil((to - firstMs) / stepMs)) },
    (_, i) => firstMs + i * stepMs,
  );
  const indices = [...calm.series.keys()];
  const columns = new Map([calm, storied].map((one) => [one, one.columns(indices, firstMs, to)]));
  const stride = Math.round(stepMs / minuteMs);
  return calm.series.map((series, s) => ({
    series,
    timesMs: times,
    values: times.map((timeMs, i) => columns.get(at(timeMs))?.[s]?.[i * stride] ?? Number.NaN),
  }));
}
