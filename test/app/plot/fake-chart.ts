import type { ForecastChart } from '../../../app/plot/forecast-chart.ts';

const hour = 3_600_000;
const startMs = Date.UTC(2024, 4, 1);

/** 72 hours of a wave and 24 ahead of it, with an interval that widens. */
export function fakeChart(over: Partial<ForecastChart> = {}): ForecastChart {
  const wave = (i: number) => 100 + 20 * Math.sin((2 * Math.PI * i) / 24);
  const mean = Float64Array.from({ length: 24 }, (_, i) => wave(72 + i));
  return {
    title: 'orders',
    model: 'SARIMA(1,1,1)(0,1,1)24',
    isTimed: true,
    level: 0.95,
    history: {
      times: Float64Array.from({ length: 72 }, (_, i) => startMs + i * hour),
      values: Float64Array.from({ length: 72 }, (_, i) => wave(i)),
    },
    forecast: {
      times: mean.map((_, i) => startMs + (72 + i) * hour),
      mean,
      lower: mean.map((value, i) => value - 4 * Math.sqrt(i + 1)),
      upper: mean.map((value, i) => value + 4 * Math.sqrt(i + 1)),
    },
    ...over,
  };
}

/** The chart with values put into its history by index. */
export function withHistory(chart: ForecastChart, values: Readonly<Record<number, number>>): ForecastChart {
  const changed = chart.history.values.map((value, i) => values[i] ?? value);
  return { ...chart, history: { ...chart.history, values: changed } };
}
