import { analogForecast, analogState } from '../analog/fit.ts';
import { type AnalogState, createAnalogModel } from '../analog/model.ts';
import { packAnalogState } from '../analog/state.ts';
import type { Expectation, FitOptions, Forecaster, Json, Path } from '../forecaster.ts';
import { corePath, createBench, fitCore, pastOf } from '../lag-regression/core.ts';
import type { Bridged } from '../lag-regression/fit.ts';
import { fitState } from '../lag-regression/fit.ts';
import type { History } from '../lag-regression/history.ts';
import { createLagModel, type LagState } from '../lag-regression/model.ts';
import { packLagState } from '../lag-regression/state.ts';
import type { LagVariant } from '../lag-regression/variant.ts';

/** What a contender gives to the pool: a model that may lean on the pool's history. */
export interface Part {
  readonly description: string;
  next(level: number): Expectation;
  /** Takes the next value in; the pool moves the history on after all its parts did. NaN is a gap. */
  take(value: number): void;
  forecast(horizon: number, level: number): Path;
  state(): Json;
}

/** A fitted part that still needs the history it is to lean on. */
export interface Fitted {
  /** Values that it looks back in the history; 0 when it holds its own. */
  readonly looksBack: number;
  attach(history: History): Part;
}

/** A way to forecast, at work on one series. */
export interface Contender {
  readonly id: string;
  /** The forecast after the first n values of the series, fitted to these alone; undefined where there is none. */
  path(n: number, horizon: number): Float64Array | undefined;
  /** The model of the first n values; undefined where there is none. */
  fit(n: number): Fitted | undefined;
}

/** A forecaster as it is: fitted anew at each origin. */
export function forecasterContender(forecaster: Forecaster, y: Float64Array, options: FitOptions): Contender {
  const modelOf = (n: number) => {
    const result = forecaster.fit(y.subarray(0, n), options);
    return result.kind === 'fitted' ? result.model : undefined;
  };
  return {
    id: forecaster.id,
    path: (n, horizon) => modelOf(n)?.forecast(horizon, 0.95).mean,
    fit(n) {
      const model = modelOf(n);
      return model && { looksBack: 0, attach: () => partOf(model) };
    },
  };
}

export function partOf(model: ReturnType<Forecaster['restore']>): Part {
  return {
    description: model.description,
    next: (level) => model.next(level),
    take: (value) => model.update(value),
    forecast: (horizon, level) => model.forecast(horizon, level),
    state: () => model.state(),
  };
}

/** A lag regression, whose fits start from those of the origin before. */
export function lagContender(variant: LagVariant, series: Bridged, options: FitOptions): Contender {
  const bench = createBench();
  const { values, isKnown } = series;
  return {
    id: variant.id,
    path(n, horizon) {
      const core = fitCore(values, n, options.periods, variant, bench, isKnown);
      return core && corePath(core, values, n, horizon);
    },
    fit(n) {
      // Without what is needed to go on learning, which is most of a state: the pool is fitted anew soon enough.
      const state = fitState(series, n, options, variant, bench, false);
      return state && fittedLag(state);
    },
  };
}

export function fittedLag(state: LagState): Fitted {
  return {
    looksBack: pastOf(state.core),
    attach: (history) => lagPart(state, history),
  };
}

function lagPart(state: LagState, history: History): Part {
  const model = createLagModel(state, history);
  return {
    description: state.description,
    next: (level) => model.next(level),
    take: (value) => model.learn(value),
    forecast: (horizon, level) => model.forecast(horizon, level),
    state: () => packLagState(state),
  };
}

/** Analogs, in the pool's history. */
export function analogContender(
  id: string,
  series: Bridged,
  options: FitOptions,
  seasons: number,
): Contender {
  return {
    id,
    path: (n, horizon) => analogForecast(series, n, options, horizon, seasons),
    fit(n) {
      const state = analogState(series, n, options, seasons);
      return state && fittedAnalog(state);
    },
  };
}

export function fittedAnalog(state: AnalogState): Fitted {
  return {
    looksBack: state.span,
    attach(history) {
      const model = createAnalogModel(state, history);
      return {
        description: state.description,
        next: (level) => model.next(level),
        // Its own spread is not asked for in the pool.
        take: () => undefined,
        forecast: (horizon, level) => model.forecast(horizon, level),
        state: () => packAnalogState(state),
      };
    },
  };
}
