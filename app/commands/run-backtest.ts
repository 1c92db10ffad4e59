import {
  createErrorTally,
  type ErrorMeans,
  type ErrorTally,
  seasonalScale,
} from '../../lib/domain/forecast/accuracy/errors-ahead.ts';
import type { FitOptions, Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { SeriesRefusal } from './each-series.ts';
import { calendarPeriods } from './make-forecast.ts';
import type { FileSeries } from './series-file.ts';
import { timeAt } from './series-grid.ts';

export interface BacktestRequest {
  readonly forecasters: readonly Forecaster[];
  /** Steps ahead. */
  readonly horizon: number;
  /** Forecasts of the past that each model makes, at most. */
  readonly folds: number;
  /** Steps from one origin to the next. @default the horizon */
  readonly step?: number;
  /** Season lengths in steps. @default those of the calendar that the series can have */
  readonly period?: readonly number[];
  /** Coverage of the interval, 0 < level < 1. */
  readonly level: number;
  /** Longest that one fit may take: a search then ends with the best so far. */
  readonly budgetMs: number;
}

/** How one forecaster did. */
export interface ModelBacktest {
  readonly model: string;
  /** Forecasts that it made. */
  readonly folds: number;
  readonly errors: ErrorMeans;
  readonly bySteps: readonly ErrorMeans[];
  readonly msPerFit: number;
  /** The model of the newest origin in words; '' when there is none. */
  readonly description: string;
  readonly notes: readonly string[];
  /** Why forecasts are missing, each reason once, with how many. */
  readonly failures: readonly { readonly reason: string; readonly folds: number }[];
}

export interface SeriesBacktest {
  readonly series: FileSeries;
  readonly periods: readonly number[];
  readonly folds: number;
  /** In the order of the request. */
  readonly models: readonly ModelBacktest[];
}

/** A season of this many steps must lie before the first origin, and so many values at least. */
const seasonsBefore = 2;
const valuesBefore = 24;

/**
 * Forecasts of the series' own past: each forecaster is fitted anew to what lies before each origin.
 * @param onFit called before each fit, with the share of the work done
 * @throws SeriesRefusal when the series is too short for one fold
 */
export async function runBacktest(
  series: FileSeries,
  request: BacktestRequest,
  nowMs: () => number,
  onFit: (done: number, model: string) => Promise<void>,
): Promise<SeriesBacktest> {
  const periods = request.period ?? calendarPeriods(series);
  const origins = originsOf(series, request, periods);
  const models: ModelBacktest[] = [];
  for (const [i, forecaster] of request.forecasters.entries()) {
    const run = createRun(series, request, periods, forecaster, nowMs);
    for (const [k, origin] of origins.entries()) {
      await onFit((i + k / origins.length) / request.forecasters.length, forecaster.id);
      run.at(origin);
    }
    models.push(run.result());
  }
  return { series, periods, folds: origins.length, models };
}

/** The newest first. */
function originsOf(
  { values }: FileSeries,
  { horizon, folds, step = horizon }: BacktestRequest,
  periods: readonly number[],
): readonly number[] {
  const needed = Math.max(valuesBefore, periods.length === 0 ? 0 : seasonsBefore * Math.min(...periods));
  const all = Array.from({ length: folds }, (_, k) => values.length - horizon - k * step);
  const origins = all.filter((origin) => origin >= needed);
  if (origins.length > 0) return origins;
  throw new SeriesRefusal(
    `has ${values.length} steps: a horizon of ${horizon} needs at least ${needed + horizon}, so give a shorter one`,
  );
}

function createRun(
  series: FileSeries,
  { horizon, level, budgetMs }: BacktestRequest,
  periods: readonly number[],
  forecaster: Forecaster,
  nowMs: () => number,
) {
  const tally: ErrorTally = createErrorTally(horizon, level);
  const failures = new Map<string, number>();
  const season = periods.length === 0 ? 1 : Math.min(...periods);
  let folds = 0;
  let tries = 0;
  let ms = 0;
  let newest: { readonly description: string; readonly notes: readonly string[] } | undefined;
  return {
    at(origin: number): void {
      const beginMs = nowMs();
      const options: FitOptions = {
        stepMs: series.stepMs,
        startMs: timeAt(series, 0),
        periods,
        horizon,
        expired: () => nowMs() - beginMs > budgetMs,
      };
      const past = series.values.slice(0, origin);
      const made = attempt(() => {
        const fitted = forecaster.fit(past, options);
        if (fitted.kind === 'too_short') return `${fitted.got} values are too few: it needs ${fitted.needed}`;
        const { description, notes = [] } = fitted.model;
        return { description, notes, path: fitted.model.forecast(horizon, level) };
      });
      ms += nowMs() - beginMs;
      tries++;
      if (typeof made === 'string') {
        failures.set(made, (failures.get(made) ?? 0) + 1);
        return;
      }
      newest ??= made;
      folds++;
      tally.add(made.path, series.values.subarray(origin, origin + horizon), seasonalScale(past, season));
    },
    result: (): ModelBacktest => ({
      model: forecaster.id,
      folds,
      errors: tally.all(),
      bySteps: tally.bySteps(),
      msPerFit: tries === 0 ? 0 : ms / tries,
      description: newest?.description ?? '',
      notes: newest?.notes ?? [],
      failures: [...failures].map(([reason, count]) => ({ reason, folds: count })),
    }),
  };
}

/** A member that throws fails alone: its message is the reason. */
function attempt<T>(work: () => T | string): T | string {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
