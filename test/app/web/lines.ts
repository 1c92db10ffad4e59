import type { AnomalyJson, ChartJson, LineJson } from '../../../app/server/api-types.ts';

export const minute = 60_000;

export const line = (rest: Partial<LineJson> = {}): LineJson => ({
  key: 'bytes_in{cluster=a,broker=1}',
  signal: 'bytes_in',
  label: 'broker 1',
  unit: 'bytes_per_second',
  t: [0, 5 * minute, 10 * minute],
  v: [1000, 2000, 3000],
  anomalies: [],
  ...rest,
});

export const chart = (lines: readonly LineJson[], rest: Partial<ChartJson> = {}): ChartJson => ({
  fromMs: 0,
  toMs: 12 * minute,
  nowMs: 10 * minute,
  stepMs: 5 * minute,
  lines,
  omitted: 0,
  ...rest,
});

export const anomaly = (t: number, value: number, expected = 0): AnomalyJson => ({
  t,
  value,
  expected,
  lower: expected,
  upper: expected,
  pValue: 0,
});

export const forecast = (
  t: readonly number[],
  mean: readonly number[],
): NonNullable<LineJson['forecast']> => ({
  t,
  mean,
  lower: mean.map((value) => value / 2),
  upper: mean.map((value) => value * 2),
  model: 'seasonal naive',
  level: 0.95,
  backtest: { error: 1, naiveError: 1 },
});
