import { downsample } from '../series/resample.ts';
import type { Samples } from '../series/samples.ts';
import type { Series } from '../series/series.ts';
import type { Points } from './long-term/daily-series.ts';

const hourMs = 3_600_000;

/**
 * The series of all members of a cluster, hour by hour: their sum, or their highest. In an hour that some members
 * lack, those that are there stand for them in a sum; before a member's first point and after its last it is not
 * part of the cluster.
 * @param all at least one, each of any resolution; points within an hour count as their mean, or their highest
 */
export function together(all: readonly Samples[], how: 'sum' | 'max'): Points {
  const hourly = all.map((one) => downsample(one, hourMs, how === 'sum' ? 'average' : 'max'));
  const sums = new Map<number, { value: number; count: number }>();
  for (const { timesMs, values } of hourly) {
    for (const [i, timeMs] of timesMs.entries()) {
      const value = values[i] ?? Number.NaN;
      const known = sums.get(timeMs);
      if (known === undefined) sums.set(timeMs, { value, count: 1 });
      else {
        known.value = how === 'sum' ? known.value + value : Math.max(known.value, value);
        known.count++;
      }
    }
  }
  const timesMs = Float64Array.from(sums.keys()).sort();
  const values = timesMs.map((timeMs) => {
    const { value, count } = sums.get(timeMs) ?? { value: Number.NaN, count: 1 };
    return how === 'max' ? value : (value * Math.max(count, membersAt(hourly, timeMs))) / count;
  });
  return { timesMs, values };
}

function membersAt(all: readonly Points[], timeMs: number): number {
  return all.filter(
    ({ timesMs }) =>
      (timesMs[0] ?? Number.POSITIVE_INFINITY) <= timeMs &&
      timeMs <= (timesMs.at(-1) ?? Number.NEGATIVE_INFINITY),
  ).length;
}

/** One series for each member: of several that it has (connections by kind of authentication) their sum. */
export function byBroker(all: readonly Samples[], how: 'sum' | 'max' = 'sum'): ReadonlyMap<string, Samples> {
  const groups = new Map<string, Samples[]>();
  for (const one of all) {
    const key = one.series.entity.broker ?? '';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return new Map(
    Array.from(groups, ([key, group]) => {
      const series = group[0]?.series as Series;
      return [key, group.length === 1 && group[0] ? group[0] : { series, ...together(group, how) }] as const;
    }),
  );
}
