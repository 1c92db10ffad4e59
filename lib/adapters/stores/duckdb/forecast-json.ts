import type { Forecast } from '../../../domain/forecast/forecast.ts';
import type { Series } from '../../../domain/series/series.ts';

/** The forecast as JSON, its series left out: the row names it. */
export function forecastToJson({ series: _, mean, lower, upper, ...rest }: Forecast): string {
  return JSON.stringify({
    ...rest,
    mean: Array.from(mean),
    lower: Array.from(lower),
    upper: Array.from(upper),
  });
}

/** The forecast of a text that `forecastToJson` made. */
export function forecastFromJson(series: Series, text: string): Forecast {
  const { mean, lower, upper, ...rest } = JSON.parse(text) as Omit<
    Forecast,
    'series' | 'mean' | 'lower' | 'upper'
  > & {
    mean: number[];
    lower: number[];
    upper: number[];
  };
  return {
    series,
    ...rest,
    mean: Float64Array.from(mean),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  };
}
