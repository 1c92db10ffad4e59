import type { Transform } from '../../lib/domain/forecast/arima/spec.ts';
import { nameOf } from '../../lib/domain/forecast/arima/terms.ts';
import type { FittedModel, Forecaster, RatedModel } from '../../lib/domain/forecast/forecaster.ts';
import { forecasterById } from '../../lib/domain/forecast/registry.ts';
import type { ArimaEngine, ChosenModel } from './arima-engine.ts';
import { SeriesRefusal } from './each-series.ts';
import type { Future } from './future-file.ts';
import type { ModelChoice } from './model-text.ts';
import { refuseGaps } from './regressor-gaps.ts';
import type { FileSeries } from './series-file.ts';

export interface ForecastRequest {
  readonly model: ModelChoice;
  /** Steps ahead. */
  readonly horizon: number;
  /** Coverage of the interval, 0 < level < 1. */
  readonly level: number;
  /** Season lengths in steps. @default those of the calendar that the series can have */
  readonly period?: readonly number[];
  readonly transform: Transform;
  readonly nonNegative: boolean;
  readonly budgetMs: number;
  readonly future?: Future;
  /** The forecaster of `model`, where it had to be loaded. @default that of the registry */
  readonly forecaster?: Forecaster;
}

/** A forecast as the command prints it: each array is one value for each step of the horizon. */
export interface MadeForecast {
  readonly series: FileSeries;
  /** The model, its order and options. */
  readonly model: string;
  readonly summary: string;
  /** True when the search for a model had to end before it was through. */
  readonly isCut: boolean;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Fits the model to the series and forecasts.
 * @throws ArimaError, SeriesRefusal when the series cannot be fitted or a regressor is missing
 */
export function makeForecast(
  series: FileSeries,
  request: ForecastRequest,
  engine: ArimaEngine,
  nowMs: () => number,
): MadeForecast {
  if (request.model.kind === 'forecaster') return byForecaster(series, request, request.model.id, nowMs);
  const { horizon, level } = request;
  refuseGaps(series);
  // Before the fit, which may be long: what is missing of the future is known now.
  const regressors = request.future?.of(series, horizon) ?? [];
  const model = chosenModel(series, request, engine, nowMs);
  const { mean, lower, upper } = model.forecast(horizon, { level, regressors });
  const summary = `${model.summary().trimEnd()}${searchWords(model)}`;
  const isCut = model.complete === false;
  return { series, model: model.description, summary, isCut, mean, lower, upper };
}

function searchWords({ tried }: ChosenModel): string {
  return tried === undefined ? '' : `\nThe best of ${tried} models.`;
}

function chosenModel(
  series: FileSeries,
  { model, period, transform, nonNegative, budgetMs }: ForecastRequest,
  engine: ArimaEngine,
  nowMs: () => number,
): ChosenModel {
  const { values, regressors } = series;
  const options = { regressors, transform, nonNegative };
  if (model.kind === 'arima') {
    const fitted = engine.fit(values, model.spec, options);
    return {
      description: nameOf(model.spec, regressors.length > 0),
      forecast: (horizon, forecastOptions) => fitted.forecast(horizon, forecastOptions),
      summary: () => fitted.summary(),
    };
  }
  const periods = period ?? calendarPeriods(series);
  return engine.auto(values, { ...options, periods, timeBudgetMs: budgetMs, nowMs });
}

function byForecaster(
  series: FileSeries,
  request: ForecastRequest,
  id: string,
  nowMs: () => number,
): MadeForecast {
  const { horizon, level, period, nonNegative, budgetMs } = request;
  const endMs = nowMs() + budgetMs;
  const expired = () => nowMs() > endMs;
  const forecaster = request.forecaster ?? forecasterById(id);
  if (forecaster === undefined) throw new SeriesRefusal(`there is no forecaster ${id}`);
  const { startMs, stepMs, values } = series;
  const periods = period ?? calendarPeriods(series);
  const range = nonNegative ? { range: { min: 0 } } : {};
  const result = forecaster.fit(values, { startMs, stepMs, periods, horizon, expired, ...range });
  if (result.kind === 'too_short')
    throw new SeriesRefusal(`has ${result.got} values: ${id} needs at least ${result.needed}`);
  const summary = summaryOf(result.model);
  return { series, model: id, summary, isCut: false, ...result.model.forecast(horizon, level) };
}

function summaryOf(model: FittedModel | RatedModel): string {
  const lines = [model.description, ...(model.notes ?? [])];
  if ('backtest' in model) {
    const { error, naiveError } = model.backtest;
    const naive = `plain seasonal naive ${short(naiveError)}`;
    lines.push(`mean absolute error one season ahead ${short(error)}, ${naive}`);
  }
  return `${lines.join('\n')}\n`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

const dayMs = 86_400_000;

/** A day and a week, a week of days, or a year of months, in steps: those that the values hold twice. */
export function calendarPeriods({ stepMs, months, isTimed, values }: FileSeries): readonly number[] {
  if (!isTimed) return [];
  const periods = months === undefined ? [dayMs / stepMs, (7 * dayMs) / stepMs] : [12 / months];
  return periods.filter((period) => Number.isInteger(period) && period >= 2 && 2 * period <= values.length);
}
