import type { Json } from '../forecaster.ts';
import { type History, valueAgo } from '../lag-regression/history.ts';
import { SavedFields } from '../saved-fields.ts';
import type { Contender, Fitted, Part } from './contender.ts';

/** What was a season ago, plain; the last value for a season of 1. */
export function repeatContender(values: Float64Array, season: number): Contender {
  return {
    id: repeatId(season),
    path: (n, horizon) =>
      n < season
        ? undefined
        : Float64Array.from({ length: horizon }, (_, h) => values[n - season + (h % season)]!),
    fit: (n) => (n < season ? undefined : fittedRepeat(season)),
  };
}

const prefix = 'repeat-';

export function repeatId(season: number): string {
  return `${prefix}${season}`;
}

export function isRepeatId(id: string): boolean {
  return id.startsWith(prefix);
}

export function fittedRepeat(season: number): Fitted {
  return { looksBack: season, attach: (history) => repeatPart(season, history) };
}

/** @throws RangeError when the JSON is not what the part's `state` gives */
export function unpackRepeat(json: Json): Fitted {
  return fittedRepeat(new SavedFields(json, 'repeat').count('season', 1));
}

/** Its interval is none: the pool's comes from its own errors. */
function repeatPart(season: number, history: History): Part {
  const valueAt = (h: number) => valueAgo(history, season - (h % season));
  return {
    description: `what was ${season} steps ago`,
    next() {
      const mean = valueAt(0);
      return { mean, sd: 0, lower: mean, upper: mean, ...(season > 1 && { seasonal: mean }) };
    },
    take: () => undefined,
    forecast(horizon) {
      const mean = Float64Array.from({ length: horizon }, (_, h) => valueAt(h));
      return { mean, lower: mean, upper: mean };
    },
    state: () => ({ kind: 'repeat', version: 1, season }),
  };
}
