import { Expectations } from '../../app/commands/expectations.ts';
import { createDecider, panel } from '../../lib/domain/anomaly/decisions/index.ts';
import { budgetPValue, detectorById, fused, type StreamOptions } from '../../lib/domain/anomaly/index.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import type { MinuteSeries } from './play.ts';

const minuteMs = 60_000;
const periods = [1440, 10_080];

/** A 1 for each step that is an alarm, none of which sees a later one. */
type Judge = (series: MinuteSeries, budget: number) => Uint8Array;

/** What may be asked for by name. */
export const judges: Readonly<Record<string, Judge>> = {
  quiet: (series, budget) => byPValue('quiet', series, budget),
  fused: (series) => {
    const model = fused.create(streamOf(series));
    return alarms(series, (observed, timeMs) => model.take({ observed, timeMs }).isAlarm);
  },
  decider: decided,
};

/** Steps whose p-value is below what the budget allows. */
function byPValue(id: string, series: MinuteSeries, budget: number): Uint8Array {
  const stream = streamOf(series);
  const model = detectorById(id)?.create(stream);
  const least = budgetPValue(stream, (budget * 7) / 30);
  return alarms(series, (observed, timeMs) => {
    const pValue = model?.score({ observed, timeMs }).pValue ?? 1;
    model?.update({ observed, timeMs });
    return pValue <= least;
  });
}

/** As the service judges, with a plain forecast. */
function decided(series: MinuteSeries, budget: number): Uint8Array {
  const stream = streamOf(series);
  const decider = createDecider({ detectors: panel, stream, budget });
  const options = { forecaster: seasonalNaive, ...stream, periods, level: 0.95 };
  const expectations = new Expectations(options, series.values.length);
  return alarms(series, (observed, timeMs) => {
    const expected = expectations.next();
    const decision = decider.take({ observed, timeMs, ...(expected && { expected }) });
    expectations.update(decision.isHeld && expected?.seasonal !== undefined ? Number.NaN : observed);
    return decision.isAnomaly;
  });
}

function streamOf({ startMs }: MinuteSeries): StreamOptions {
  return { stepMs: minuteMs, startMs };
}

function alarms(
  { values, startMs }: MinuteSeries,
  isAlarm: (observed: number, timeMs: number) => boolean,
): Uint8Array {
  return Uint8Array.from(values, (observed, i) => (isAlarm(observed, startMs + i * minuteMs) ? 1 : 0));
}
