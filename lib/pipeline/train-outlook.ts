import { rules } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import { createAccuracy, type LiveAccuracy, renewed } from '../domain/forecast/accuracy/live.ts';
import { explained } from '../domain/forecast/effects/index.ts';
import type { Json, RatedForecaster } from '../domain/forecast/forecaster.ts';
import { outlookOf } from '../domain/forecast/outlook.ts';
import { pool } from '../domain/forecast/pool/index.ts';
import { type Calendar, emptyCalendar, isEmptyCalendar } from '../domain/series/calendar/index.ts';
import { rollUp } from '../domain/series/roll-up.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { Series } from '../domain/series/series.ts';
import { type HourlyModel, outlookStepMs, packOutlook, unpackOutlook } from './outlook-model.ts';

export interface OutlookTraining {
  readonly series: Series;
  readonly signal: Signal;
  /** Values at the series' own step, the first at `fromMs`; NaN is a gap. */
  readonly y: Float64Array;
  readonly fromMs: number;
  readonly stepMs: number;
  /** Season lengths in ms; none for what fills up. */
  readonly seasonsMs: readonly number[];
  /** The state before, whose scores go on. */
  readonly before: Json | undefined;
  /** @default the pool; null for none */
  readonly projector?: RatedForecaster | null;
  readonly calendar?: Calendar;
  readonly elapsedMs?: () => number;
  /** @default 1000 */
  readonly fitMs?: number;
}

/** The state by which the stage project forecasts a series, and what went wrong; nothing of it is fatal. */
export function trainOutlook(training: OutlookTraining): { state: Json; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const hours = hoursOf(training);
  const hourly = training.seasonsMs.length === 0 ? undefined : fitHours(training, hours, problems);
  const earlier = earlierOf(training, problems);
  const season = hourly === undefined ? new Float32Array(0) : lastDay(hours);
  const state = packOutlook({
    accuracy: earlier === undefined ? createAccuracy(season) : renewed(earlier.accuracy, season),
    expectedMs: earlier?.expectedMs ?? 0,
    ...(hourly !== undefined && { hourly }),
  });
  return { state, problems };
}

function earlierOf({ before, series }: OutlookTraining, problems: Problem[]) {
  try {
    return before === undefined ? undefined : unpackOutlook(before);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push({ kind: 'bad_state', where: series.key, message: error.message, count: 1 });
    return undefined;
  }
}

interface Hours {
  readonly startMs: number;
  readonly values: Float64Array;
}

/** The whole hours among the values. */
function hoursOf({ y, fromMs, stepMs, signal }: OutlookTraining): Hours {
  const startMs = Math.ceil(fromMs / outlookStepMs) * outlookStepMs;
  const endMs = Math.floor((fromMs + y.length * stepMs) / outlookStepMs) * outlookStepMs;
  const at = (timeMs: number) => Math.round((timeMs - fromMs) / stepMs);
  const values = Float64Array.from({ length: Math.max(0, (endMs - startMs) / outlookStepMs) }, (_, i) => {
    const hourMs = startMs + i * outlookStepMs;
    return rollUp(y, at(hourMs), at(hourMs + outlookStepMs), signal.rollup);
  });
  return { startMs, values };
}

function fitHours(training: OutlookTraining, { startMs, values }: Hours, problems: Problem[]) {
  const { projector = pool, calendar = emptyCalendar, elapsedMs, fitMs = 1000 } = training;
  const { series, signal, seasonsMs } = training;
  if (projector === null) return undefined;
  const known = isEmptyCalendar(calendar) ? projector : explained(projector, calendar);
  const beginMs = elapsedMs?.() ?? 0;
  const { horizonMs } = outlookOf(signal, rules, outlookStepMs);
  try {
    const fitted = known.fit(values, {
      stepMs: outlookStepMs,
      startMs,
      periods: seasonsMs.map((ms) => Math.round(ms / outlookStepMs)).filter((period) => period >= 2),
      range: signal.range,
      horizon: Math.round(horizonMs / outlookStepMs),
      ...(elapsedMs && { expired: () => elapsedMs() - beginMs > fitMs }),
    });
    // Too short is no problem: until it is long enough, the model of the series' own steps forecasts.
    return fitted.kind === 'too_short' ? undefined : hourlyOf(fitted.model, startMs, values.length);
  } catch (error) {
    // One series that a model cannot bear must not keep the others from theirs.
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ kind: 'fit_failed', where: series.key, message: `${known.id}: ${message}`, count: 1 });
    return undefined;
  }
}

function hourlyOf(forecaster: HourlyModel['forecaster'], startMs: number, length: number): HourlyModel {
  const endMs = startMs + length * outlookStepMs;
  return { forecaster, lastMs: endMs - outlookStepMs, trainedFromMs: startMs, trainedToMs: endMs };
}

const dayLength = 24;

/** The newest value of each hour of the day; hours never seen have the newest of all. */
function lastDay({ startMs, values }: Hours): LiveAccuracy['season'] {
  const season = new Float32Array(dayLength).fill(values.findLast(Number.isFinite) ?? 0);
  for (const [i, value] of values.entries())
    if (Number.isFinite(value)) season[(startMs / outlookStepMs + i) % dayLength] = value;
  return season;
}
