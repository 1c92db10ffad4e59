import { hasDrifted } from '../../lib/domain/forecast/accuracy/drift.ts';
import { createAccuracy, foresee, renewed, score } from '../../lib/domain/forecast/accuracy/live.ts';
import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import type { HourlySeries } from './read.ts';

/** What the stages train and project would have made of a series: trained each day, forecast each hour. */
export interface LiveScore {
  readonly days: number;
  /** Days on which the model would have been trained again before the day was over. */
  readonly drifted: number;
  readonly leads: readonly {
    readonly hours: number;
    /** Error over that of the same hour of the day before. */
    readonly ratio: number;
    readonly coverage: number;
  }[];
}

const hourMs = 3_600_000;
const day = 24;

/** @param origins hours at which the model is trained, oldest first @param history hours that it sees */
export function liveScore(
  series: HourlySeries,
  forecaster: Forecaster,
  origins: readonly number[],
  history: number,
): LiveScore {
  const { values, startMs } = series;
  let accuracy = createAccuracy();
  let days = 0;
  let drifted = 0;
  for (const origin of origins) {
    const from = Math.max(0, origin - history);
    const past = values.slice(from, origin);
    const options = {
      stepMs: hourMs,
      startMs: startMs + from * hourMs,
      periods: [day, 7 * day],
      horizon: day,
    };
    const fitted = forecaster.fit(past, options);
    if (fitted.kind === 'too_short') continue;
    accuracy = renewed(accuracy, lastDay(past, startMs / hourMs + from));
    const trainedToMs = startMs + origin * hourMs;
    let hasFlag = false;
    for (let hour = origin; hour < origin + day; hour++) {
      const value = values[hour] ?? Number.NaN;
      const timeMs = startMs + hour * hourMs;
      score(accuracy, value, { timeMs, stepMs: hourMs, trainedToMs });
      fitted.model.update(value);
      foresee(accuracy, fitted.model.forecast(day, 0.95), { originMs: timeMs, stepMs: hourMs, last: value });
      hasFlag ||= hasDrifted(accuracy.drift);
    }
    days++;
    drifted += hasFlag ? 1 : 0;
  }
  const leads = accuracy.leads.filter(({ count }) => count > 0);
  return {
    days,
    drifted,
    leads: leads.map(({ leadMs, error, naive, coverage }) => ({
      hours: leadMs / hourMs,
      ratio: naive > 0 ? error / naive : Number.NaN,
      coverage,
    })),
  };
}

function lastDay(past: Float64Array, firstHour: number): Float32Array {
  const season = new Float32Array(day).fill(past.findLast(Number.isFinite) ?? 0);
  for (const [i, value] of past.entries()) if (Number.isFinite(value)) season[(firstHour + i) % day] = value;
  return season;
}
