import type { Json } from '../../forecaster.ts';
import { ArimaError } from '../error.ts';
import { restoreArima } from '../model.ts';
import type { ArimaForecast, ArimaModel, ArimaPredictor, ForecastOptions } from '../result.ts';
import { isText, StateFields } from '../state-fields.ts';
import { nameOf } from '../terms.ts';
import { type Season, wavesOf } from './waves.ts';

/** A model with seasons that Fourier terms follow: they go on by themselves into the future. */
export interface SeasonalPredictor {
  /** `SARIMAX(1,1,1)(0,1,1)24 with 3 harmonics of 168`. */
  readonly description: string;
  readonly seasons: readonly Season[];
  /** @param options regressors of the user only */
  forecast(horizon: number, options?: ForecastOptions): ArimaForecast;
  /** @param regressors of the user only, in the order of the fit */
  update(value: number, regressors?: readonly number[]): void;
  state(): Json;
}

interface Parts {
  readonly predictor: ArimaPredictor;
  readonly seasons: readonly Season[];
  /** Names of the user's regressors. */
  readonly own: readonly string[];
  /** Values so far. */
  time: number;
}

/** @param own names of the user's regressors @param time values that the model has seen */
export function withSeasons(
  predictor: ArimaPredictor,
  seasons: readonly Season[],
  own: readonly string[],
  time: number,
): SeasonalPredictor {
  const parts: Parts = { predictor, seasons, own, time };
  const period = predictor.spec.seasonal?.[3] ?? 1;
  return {
    description: describe(predictor, seasons, own),
    seasons,
    forecast(horizon, options = {}) {
      const waves = wavesOf(seasons, period, parts.time, Math.max(0, Math.floor(horizon) || 0));
      return predictor.forecast(horizon, {
        ...options,
        regressors: [...(options.regressors ?? []), ...waves],
      });
    },
    update(value, regressors = []) {
      if (!Number.isNaN(value) && regressors.length < own.length)
        throw new ArimaError(
          'bad_regressors',
          `got ${regressors.length} regressors: give the values of ${own.join(', ')} at this step`,
        );
      const waves = wavesOf(seasons, period, parts.time, 1).map(({ values }) => values[0]!);
      predictor.update(value, [...regressors.slice(0, own.length), ...waves]);
      parts.time++;
    },
    state: () => ({
      kind: 'auto-arima',
      version: 1,
      seasons: seasons.map(({ period: length, harmonics }) => [length, harmonics]),
      own: [...own],
      time: parts.time,
      model: predictor.state(),
    }),
  };
}

/** The predictor of a state that `state()` gave. @throws RangeError when the state is no such */
export function restoreAutoArima(state: Json): SeasonalPredictor {
  const fields = new StateFields(state, 'auto-arima', 'automatic ARIMA model');
  const seasons = fields.list('seasons', isSeason).map(([period, harmonics]) => ({ period, harmonics }));
  const own = fields.list('own', isText);
  const time = fields.number('time', 0);
  return withSeasons(restoreArima(fields.value('model') as Json), seasons, own, time);
}

function isSeason(item: unknown): item is readonly [number, number] {
  return (
    Array.isArray(item) && item.length === 2 && item.every((value) => Number.isFinite(value) && value > 0)
  );
}

function describe({ spec }: ArimaPredictor, seasons: readonly Season[], own: readonly string[]): string {
  const name = nameOf(spec, own.length > 0 || seasons.length > 0);
  if (seasons.length === 0) return name;
  const list = seasons.map(harmonicsText);
  return `${name} with ${list.join(' and ')}`;
}

/** `3 harmonics of 168`. */
export function harmonicsText({ period, harmonics }: Season): string {
  return `${harmonics} harmonic${harmonics > 1 ? 's' : ''} of ${period}`;
}

/** A model that a search chose, and what the search saw. */
export interface AutoArima extends SeasonalPredictor {
  readonly model: ArimaModel;
  /** Models fitted on the way. */
  readonly tried: number;
  /** False when time ran out and it is the best so far. */
  readonly complete: boolean;
  /** The families compared and their mean absolute error on the hold-out, best first; one alone needs none. */
  readonly compared: readonly { readonly description: string; readonly error: number }[];
  summary(): string;
}
