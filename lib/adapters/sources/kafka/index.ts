import type { Problem } from '../../../domain/series/samples.ts';
import type { Discovery, MetricSource, ReadRequest, ReadResult } from '../../../ports/metric-source.ts';
import { clusterFacts } from './facts.ts';
import { createGathered } from './gathered.ts';
import { createKafkaReader } from './kafka-reader.ts';
import { type Look, lookAt } from './look.ts';
import { type KafkaSourceOptions, settingsOf } from './options.ts';
import { type Point, pointsOf, seriesOf } from './points.ts';
import { mergeProblems } from './problems.ts';
import { createOffsetTracker } from './tracker.ts';

export type { KafkaSourceOptions } from './options.ts';

/**
 * A cluster measured over the Kafka protocol: consumer lag in messages and seconds, groups and their members,
 * produced rates, and the health that its metadata shows. It only reads offsets, names and configuration,
 * never a message, and needs Describe rights alone.
 *
 * It measures now: `read` looks at the cluster once when its range reaches to the present, and answers with
 * the points gathered within the range (those of the last 15 minutes are kept). Lag in seconds and rates come
 * with the second look. A cluster that cannot be reached is a problem; the next read connects again.
 * @throws ConfigError when the options cannot work, with every problem at once
 */
export function createKafkaSource(options: KafkaSourceOptions): MetricSource {
  const settings = settingsOf(options);
  const reader = options.connect?.(settings) ?? createKafkaReader(settings);
  const tracker = createOffsetTracker(settings);
  const gathered = createGathered();
  let labelledMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<Seen> | undefined;
  let isClosed = false;

  /** One look, its points kept under the given time; whoever asks meanwhile gets the same look. */
  function look(labelMs: number): Promise<Seen> {
    looking ??= lookOnce(labelMs).finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function lookOnce(labelMs: number): Promise<Seen> {
    const { look: found, problems } = await lookAt(reader, settings);
    if (found === undefined) return { points: [], problems };
    const measured = tracker.measure(found, settings.clock.nowMs());
    const made = pointsOf(found, measured, settings);
    if (labelMs > labelledMs) {
      gathered.add(labelMs, made.points);
      labelledMs = labelMs;
    }
    return { look: found, points: made.points, problems: [...problems, ...made.problems] };
  }

  async function discover(nowMs: number): Promise<Discovery> {
    if (isClosed) return { clusters: [], series: [], problems: [] };
    const seen = await look(nowMs);
    if (seen.look === undefined) return { clusters: [], series: [], problems: seen.problems };
    const { cluster, problems } = await clusterFacts(reader, seen.look, settings);
    return {
      clusters: [cluster],
      series: seriesOf(seen.look, seen.points, settings.clusterId),
      problems: mergeProblems([...seen.problems, ...problems]),
    };
  }

  async function read(request: ReadRequest): Promise<ReadResult> {
    const labelMs = labelFor(request.toMs, settings.clock.nowMs());
    const isNew = !isClosed && labelMs !== undefined && labelMs > labelledMs;
    const { problems } = isNew ? await look(labelMs) : { problems: [] };
    return { samples: gathered.within(request), problems };
  }

  async function close(): Promise<void> {
    isClosed = true;
    await reader.close();
  }

  return { id: `kafka:${settings.clusterId}`, hasHistory: false, discover, read, close };
}

interface Seen {
  readonly look?: Look;
  readonly points: readonly Point[];
  readonly problems: readonly Problem[];
}

/** A range that ended longer ago than this asks for the past, which this source cannot measure. */
const presentMs = 60_000;

/**
 * The time that a look gets: now, but inside the range that it is made for, which ends just before its `toMs`
 * and is read while that time passes. `undefined` when the range has ended too long ago.
 */
function labelFor(toMs: number, nowMs: number): number | undefined {
  if (nowMs - toMs > presentMs) return undefined;
  return Math.floor(Math.min(nowMs, toMs - 1));
}
