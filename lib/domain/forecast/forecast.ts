import type { Series } from '../series/series.ts';
import type { Path } from './forecaster.ts';

/** A forecast as it is stored and shown. Step i (from 0) is at `originMs + (i + 1) * stepMs`. */
export interface Forecast extends Path {
  readonly series: Series;
  /** Time of the last value seen. */
  readonly originMs: number;
  readonly stepMs: number;
  /** Coverage of lower..upper. */
  readonly level: number;
  readonly model: string;
  readonly trainedFromMs: number;
  readonly trainedToMs: number;
  readonly backtest: { readonly error: number; readonly naiveError: number };
}
