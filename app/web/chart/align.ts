import type { BandJson, ChartJson, LineJson } from '../../server/api-types.ts';

type Column = (number | null | undefined)[];

/** Columns that each line takes, in order. */
export const lineColumns = ['value', 'lower', 'upper', 'ahead', 'aheadLower', 'aheadUpper'] as const;

export interface Aligned {
  /** Times in seconds, ascending, then the columns of each line. `undefined` is "not measured at this time"
   *  (the line goes on), null is a gap (the line breaks). */
  readonly data: [number[], ...Column[]];
  /** Highest and lowest of what must be seen. */
  readonly low: number;
  readonly high: number;
}

/** The chart's lines on one time axis. */
export function align({ lines }: ChartJson): Aligned {
  const times = [...new Set(lines.flatMap(timesOf))].sort((a, b) => a - b);
  const indexOf = new Map(times.map((t, i) => [t, i]));
  const spread = (t: readonly number[], values: readonly (number | null)[]): Column => {
    const column: Column = new Array(times.length).fill(undefined);
    for (const [i, time] of t.entries()) {
      const at = indexOf.get(time);
      if (at !== undefined) column[at] = values[i] ?? null;
    }
    return stretchGaps(column);
  };
  const columns = lines.flatMap((line) => {
    const { t, v, band } = line;
    const ahead = joined(line);
    const value = spread(t, v);
    const within = (bound: readonly number[] | undefined): Column =>
      spread(band?.t ?? [], bound ?? []).map((own, at) => (value[at] === null ? null : own));
    const after = (bound: readonly number[] | undefined): Column => spread(ahead?.t ?? [], bound ?? []);
    return [
      value,
      within(band?.lower),
      within(band?.upper),
      after(ahead?.mean),
      after(ahead?.lower),
      after(ahead?.upper),
    ];
  });
  return { data: [times.map((t) => t / 1000), ...columns], ...extent(lines) };
}

/** A gap lasts until the line is measured again, also where other lines were measured in between. */
function stretchGaps(column: Column): Column {
  let isGap = false;
  return column.map((value) => {
    if (value !== undefined) isGap = value === null;
    return isGap ? null : value;
  });
}

function timesOf({ t, band, forecast }: LineJson): readonly number[] {
  return [...t, ...(band?.t ?? []), ...(forecast?.t ?? [])];
}

/** The forecast begun at the newest point, so that it grows out of the line. */
function joined({ t, v, forecast }: LineJson): (BandJson & { readonly mean: readonly number[] }) | undefined {
  const lastTime = t.at(-1);
  const last = v.at(-1);
  if (forecast === undefined || lastTime === undefined || typeof last !== 'number') return forecast;
  const from = forecast.t.findIndex((time) => time > lastTime);
  if (from < 0) return undefined;
  const after = (values: readonly number[]) => [last, ...values.slice(from)];
  return {
    t: [lastTime, ...forecast.t.slice(from)],
    mean: after(forecast.mean),
    lower: after(forecast.lower),
    upper: after(forecast.upper),
  };
}

/** A wide interval must not flatten the line: it counts up to a third above what was measured. */
function extent(lines: readonly LineJson[]): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (values: readonly (number | null)[]): void => {
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  };
  for (const { v, forecast, anomalies } of lines) {
    take(v);
    take(forecast?.mean ?? []);
    take(anomalies.map(({ value }) => value));
  }
  const cap = high > 0 ? high * 1.33 : high;
  for (const { band, forecast } of lines) {
    take((band?.upper ?? []).map((value) => Math.min(value, cap)));
    take((forecast?.upper ?? []).map((value) => Math.min(value, cap)));
  }
  return { low, high };
}

/** The y axis: from zero up for what cannot be negative, with some air; one unit high when all is zero. */
export function axisRange({ low, high }: Pick<Aligned, 'low' | 'high'>): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const bottom = low >= 0 ? 0 : low * 1.08;
  const top = high <= 0 ? 0 : high * 1.08;
  return bottom === top ? [bottom, bottom + 1] : [bottom, top];
}
