import { type LagSeries, lagWindowOf } from '../../../lib/domain/lag/lag-window.ts';
import type { Entity } from '../../../lib/domain/series/entity.ts';
import { type Samples, samplesOf } from '../../../lib/domain/series/samples.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';

export const minute = 60_000;
export const t0 = Date.UTC(2026, 10, 22, 12);
export const cluster = 'a/r/orders';
export const billing: Entity = { cluster, group: 'billing', topic: 'payments' };

/** What a group does minute by minute; of a partition each. */
export interface Consumer {
  readonly minutes: number;
  /** @default 6 */
  readonly partitions?: number;
  /** Messages that arrive. @default 1000 */
  readonly arrive?: (minute: number, partition: number) => number;
  /** Messages that it reads at most. @default 5000 */
  readonly read?: (minute: number, partition: number) => number;
  /** Messages that it goes back by before it reads. @default none */
  readonly back?: (minute: number, partition: number) => number;
  /** Share of the newest minute's messages that are on their way and cannot be read yet. @default 0 */
  readonly inFlight?: number;
}

/** A value a minute, the last one of the minute before `t0`; of the whole topic but for `worst`. */
export interface Seen {
  readonly lag: number[];
  readonly worst: number[];
  readonly seconds: number[];
  readonly arriving: number[];
  readonly reading: number[];
  readonly rewound: number[];
}

/** What is seen of the consumer: messages are read in their order, and their age is known to the second. */
export function watch({
  minutes,
  partitions = 6,
  arrive = () => 1000,
  read = () => 5000,
  back = () => 0,
  inFlight = 0,
}: Consumer): Seen {
  const ends = Array.from({ length: partitions }, () => [0]);
  const positions = ends.map(() => 0);
  const seen: Seen = { lag: [], worst: [], seconds: [], arriving: [], reading: [], rewound: [] };
  for (let now = 0; now < minutes; now++) {
    let [arrived, done, rewound] = [0, 0, 0];
    const lags = ends.map((end, p) => {
      const more = arrive(now, p);
      end.push((end.at(-1) ?? 0) + more);
      const from = Math.max(0, (positions[p] ?? 0) - back(now, p));
      const readable = (end.at(-1) ?? 0) - Math.round(inFlight * more);
      const to = Math.min(from + read(now, p), Math.max(from, readable));
      rewound += (positions[p] ?? 0) - from;
      arrived += more;
      done += to - from;
      positions[p] = to;
      return (end.at(-1) ?? 0) - to;
    });
    seen.lag.push(lags.reduce((a, b) => a + b));
    seen.worst.push(Math.max(...lags));
    seen.seconds.push(Math.max(...ends.map((end, p) => ageOf(end, positions[p] ?? 0))));
    seen.arriving.push(arrived / 60);
    seen.reading.push(done / 60);
    seen.rewound.push(rewound);
  }
  return seen;
}

/** @param ends of the log, a minute apart, the newest last */
function ageOf(ends: readonly number[], position: number): number {
  const next = ends.findIndex((end) => end > position);
  if (next < 0) return 0;
  const [from = 0, to = 0] = [ends[next - 1], ends[next]];
  return (ends.length - next - (position - from) / (to - from)) * 60;
}

const signals = {
  lag: 'lag_sum',
  worst: 'lag_max',
  seconds: 'lag_seconds',
  arriving: 'topic_messages_in',
  reading: 'group_messages_read',
  rewound: 'group_messages_rewound',
} as const;

export type Kind = keyof typeof signals;
/** What CloudWatch tells of a group; `reading` and `rewound` are told by Kafka alone. */
export const cloudwatch: readonly Kind[] = ['lag', 'worst', 'seconds', 'arriving'];
export const kafka: readonly Kind[] = [...cloudwatch, 'reading', 'rewound'];

/** Values a minute apart up to `t0` as samples; NaN is a gap. */
export function line(signal: string, entity: Entity, values: readonly number[], endMs = t0): Samples {
  const points = values.map((value, i) => [endMs - (values.length - i) * minute, value] as const);
  return samplesOf(createSeries(signal, entity), points).samples;
}

export function samplesSeen(seen: Seen, kinds: readonly Kind[], entity = billing, endMs = t0): Samples[] {
  const { cluster: id, topic = '' } = entity;
  const whose = (kind: Kind) => (kind === 'arriving' ? { cluster: id, topic } : entity);
  return kinds.map((kind) => line(signals[kind], whose(kind), seen[kind], endMs));
}

/** The window of what is seen by these series. */
export function windowOf(seen: Seen, kinds: readonly Kind[] = cloudwatch) {
  const samples = samplesSeen(seen, kinds);
  const series = Object.fromEntries(kinds.map((kind, i) => [kind, samples[i]]));
  const window = lagWindowOf(series as unknown as LagSeries, t0);
  if (window === undefined) throw new Error('the window is empty: see something of lag');
  return window;
}
