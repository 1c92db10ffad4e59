import { type Entity, entityKey } from '../series/entity.ts';
import type { Samples } from '../series/samples.ts';
import { allowanceOf, type LagSettings } from './allowed-lag.ts';
import { isTopicIdle } from './idle-topic.ts';
import { judgeLag } from './judge-lag.ts';
import { type LagReadings, lagSignalIds, lagStateSignal } from './lag-readings.ts';
import { type GroupLag, type LagTriage, vanishedMs } from './lag-state.ts';
import { lagWindowOf } from './lag-window.ts';
import { triageOf } from './triage.ts';

/** A group on a topic with its state, and whom the trouble is with where there is some. */
export interface LagReport extends GroupLag {
  readonly entity: Entity;
  readonly triage?: LagTriage;
  /** Groups of the cluster in trouble, and groups whose state is known. */
  readonly groups: { readonly troubled: number; readonly known: number };
  /** The newest point of `consumer_lag_state`: when what was last said. */
  readonly said?: { readonly timeMs: number; readonly value: number };
}

export interface ClusterLagOptions {
  readonly nowMs: number;
  /** Silence before it proves nothing: nobody looked. */
  readonly resumedMs: number;
  /** How late points of lag may come without being missing, in ms. */
  readonly lateMs: number;
  readonly settings: LagSettings;
}

/** A newest point older than this, and lateness, says nothing of now. */
const staleMs = 10 * 60_000;

/**
 * Where each group of the cluster stands on each topic that it reads, by entity key.
 *
 * Absent are groups of which too little is known to say: those just seen, those silent for minutes only, those that are
 * switched off.
 */
export function clusterLag(
  readings: LagReadings,
  options: ClusterLagOptions,
): ReadonlyMap<string, LagReport> {
  const known = readings.knownOf(lagSignalIds.lag);
  const newestMs = newestLagMs(known, options);
  const judged = known.flatMap(({ entity, lastMs }) => {
    const found = groupLag(readings, entity, { lastMs, newestMs }, options);
    return found ? [{ entity, ...found }] : [];
  });
  const { groups, triage } = triageOf(judged, readings.cluster);
  return new Map(
    judged.map((one) => {
      const whom = one.state === 'ok' ? undefined : triage(one);
      const said = lastSaid(readings, one.entity);
      return [
        entityKey(one.entity),
        { ...one, groups, ...(whom && { triage: whom }), ...(said && { said }) },
      ];
    }),
  );
}

function lastSaid(readings: LagReadings, entity: Entity): LagReport['said'] {
  const { timesMs, values } = readings.samplesOf(lagStateSignal, entity) ?? {};
  const [timeMs, value] = [timesMs?.at(-1), values?.at(-1)];
  return timeMs === undefined || value === undefined ? undefined : { timeMs, value };
}

function groupLag(
  readings: LagReadings,
  entity: Entity,
  { lastMs, newestMs }: { lastMs: number; newestMs: number },
  options: ClusterLagOptions,
): GroupLag | undefined {
  const allowed = allowanceOf(entity.group ?? '', options.settings);
  if (allowed === 'off') return undefined;
  if (newestMs - Math.max(lastMs, options.resumedMs) >= vanishedMs)
    return vanished(readings, entity, lastMs, newestMs);
  const of = (signal: string, whose = entity) => readings.samplesOf(signal, whose);
  const { cluster, group = '', topic = '' } = entity;
  const lag = of(lagSignalIds.lag);
  if (lag === undefined || newestMs - lastMs > staleMs) return undefined;
  const series = {
    lag,
    worst: of(lagSignalIds.worst),
    seconds: of(lagSignalIds.seconds),
    arriving: of(lagSignalIds.arriving, { cluster, topic }),
    reading: of(lagSignalIds.reading),
    rewound: of(lagSignalIds.rewound),
  };
  const window = lagWindowOf(series, options.nowMs);
  return window && judgeLag(window, allowed, newestOf(of(lagSignalIds.members, { cluster, group }), lastMs));
}

/** Silence is measured against the newest point of any group, or now where all are late. */
function newestLagMs(
  known: readonly { readonly lastMs: number }[],
  { nowMs, lateMs }: ClusterLagOptions,
): number {
  const newest = known.reduce((latest, { lastMs }) => Math.max(latest, lastMs), 0);
  return Math.max(Math.min(newest, nowMs), nowMs - lateMs);
}

/** No lag is no trouble where no message arrives; where that is not known, it is. */
function vanished(
  readings: LagReadings,
  { cluster, group = '', topic = '' }: Entity,
  lastMs: number,
  newestMs: number,
): GroupLag | undefined {
  const entity = { cluster, group, topic };
  if (isTopicIdle(readings, entity, lastMs)) return undefined;
  const lag = readings.samplesOf(lagSignalIds.lag, entity)?.values.at(-1);
  const members = newestOf(readings.samplesOf(lagSignalIds.members, { cluster, group }), newestMs);
  const arriving = readings.samplesOf(lagSignalIds.arriving, { cluster, topic })?.values.at(-1);
  return {
    state: 'vanished',
    isWaiting: false,
    sinceMs: lastMs,
    messages: lag ?? Number.NaN,
    completeness: 0,
    ...(arriving !== undefined && { arriving }),
    ...(members !== undefined && { members }),
  };
}

/** The newest value, if it is of about that time. */
function newestOf(samples: Samples | undefined, aboutMs: number): number | undefined {
  const timeMs = samples?.timesMs.at(-1);
  return timeMs !== undefined && aboutMs - timeMs <= staleMs ? samples?.values.at(-1) : undefined;
}
