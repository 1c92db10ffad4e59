import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json, Path } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { createDrift, type Drift, driftTake } from './drift.ts';

const hourMs = 3_600_000;

/** How long before their time forecasts are scored. */
export const leadsMs = [hourMs, 6 * hourMs, 24 * hourMs] as const;

/** Running means over the forecasts of one lead. */
export interface LeadScore {
  readonly leadMs: number;
  /** Forecasts scored, ever. */
  count: number;
  /** Mean absolute error, in the unit of the series. */
  error: number;
  /** That of seasonal naive (the last value, where there is no season) for the same times. */
  naive: number;
  /** Share of the values within the bounds. */
  coverage: number;
}

/** What was said of a time to come. */
interface Pending {
  readonly targetMs: number;
  readonly leadMs: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly naive: number;
}

/** Scores of the live forecasts of one series, and the forecasts whose time has not come. */
export interface LiveAccuracy {
  readonly leads: readonly LeadScore[];
  pending: readonly Pending[];
  /** Errors since the last training, in units of what the interval states. */
  drift: Drift;
  /** Values of the last season by their place in it, for the yardstick; empty without a season. */
  readonly season: Float32Array;
}

/** The means forget: a memory of so many forecasts, a week of hourly ones. */
const memory = 168;

/** @param season values of the last season, the one at time 0 of the epoch (modulo the season) first; none without */
export function createAccuracy(season: Float32Array = new Float32Array(0)): LiveAccuracy {
  return {
    leads: leadsMs.map((leadMs) => ({ leadMs, count: 0, error: 0, naive: 0, coverage: 0 })),
    pending: [],
    drift: createDrift(),
    season,
  };
}

/** Goes on with the scores of a model before, for one that was trained anew. */
export function renewed(before: LiveAccuracy, season: Float32Array): LiveAccuracy {
  return { leads: before.leads, pending: before.pending, drift: createDrift(), season };
}

/**
 * Keeps of a forecast what will be scored.
 * @param path of a model at a step's end: value i is for the step that begins at `originMs + (i + 1) * stepMs`
 * @param last the newest value, the yardstick without a season
 */
export function foresee(
  accuracy: LiveAccuracy,
  path: Path,
  { originMs, stepMs, last }: { readonly originMs: number; readonly stepMs: number; readonly last: number },
): void {
  const added = leadsMs.flatMap((leadMs): Pending[] => {
    const i = leadMs / stepMs - 1;
    const mean = path.mean[i];
    if (mean === undefined) return [];
    const targetMs = originMs + leadMs;
    const naive = accuracy.season.length > 0 ? naiveAt(accuracy.season, targetMs, stepMs) : last;
    return [{ targetMs, leadMs, mean, lower: path.lower[i]!, upper: path.upper[i]!, naive }];
  });
  accuracy.pending = [...accuracy.pending, ...added];
}

function naiveAt(season: Float32Array, timeMs: number, stepMs: number): number {
  return season[placeOf(season, timeMs, stepMs)] ?? Number.NaN;
}

function placeOf({ length }: Float32Array, timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) % length;
}

/**
 * Scores the forecasts of a step that has passed, and forgets those of steps before it.
 * @param value of the step that began at `timeMs`; NaN when none came
 * @param trainedToMs end of the model's training: older forecasts say nothing of its drift
 */
export function score(
  accuracy: LiveAccuracy,
  value: number,
  {
    timeMs,
    stepMs,
    trainedToMs,
  }: { readonly timeMs: number; readonly stepMs: number; readonly trainedToMs: number },
): void {
  const due = accuracy.pending.filter(({ targetMs }) => targetMs === timeMs);
  accuracy.pending = accuracy.pending.filter(({ targetMs }) => targetMs > timeMs);
  if (!Number.isFinite(value)) return;
  for (const one of due) {
    const lead = accuracy.leads.find(({ leadMs }) => leadMs === one.leadMs);
    if (lead !== undefined) take(lead, one, value);
  }
  const own = due.filter(({ targetMs, leadMs }) => targetMs - leadMs >= trainedToMs);
  driftTake(accuracy.drift, own, value);
  const { season } = accuracy;
  if (season.length > 0) season[placeOf(season, timeMs, stepMs)] = value;
}

function take(lead: LeadScore, { mean, lower, upper, naive }: Pending, value: number): void {
  lead.count++;
  const weight = Math.max(1 / lead.count, 1 / memory);
  const move = (from: number, to: number) => from + weight * (to - from);
  const error = Math.abs(value - mean);
  lead.error = move(lead.error, error);
  lead.naive = move(lead.naive, Number.isFinite(naive) ? Math.abs(value - naive) : error);
  lead.coverage = move(lead.coverage, value >= lower && value <= upper ? 1 : 0);
}

/** Six digits are enough to score by. */
const brief = (value: number) => Number(value.toPrecision(6));

export function packAccuracy({ leads, pending, drift, season }: LiveAccuracy): Json {
  return {
    kind: 'live-accuracy',
    version: 1,
    leads: leads.map(({ leadMs, count, error, naive, coverage }) => [leadMs, count, error, naive, coverage]),
    pending: pending.map(({ targetMs, leadMs, mean, lower, upper, naive }) => [
      targetMs,
      leadMs,
      ...[mean, lower, upper].map(brief),
      Number.isFinite(naive) ? brief(naive) : null,
    ]),
    drift: [drift.count, drift.mean],
    season: packFloats(season),
  };
}

/** @throws RangeError when the JSON is not what `packAccuracy` gives */
export function unpackAccuracy(json: Json): LiveAccuracy {
  const fields = new SavedFields(json, 'live-accuracy');
  const [count, mean] = numbersOf(fields.json('drift'), 2, 'drift');
  return {
    leads: fields.list('leads').map((row) => {
      const [leadMs, scored, error, naive, coverage] = numbersOf(row, 5, 'leads');
      return { leadMs: leadMs!, count: scored!, error: error!, naive: naive!, coverage: coverage! };
    }),
    pending: fields.list('pending').map((row) => {
      const [targetMs, leadMs, center, lower, upper] = numbersOf(row, 5, 'pending');
      const naive = (row as readonly Json[])[5];
      return {
        targetMs: targetMs!,
        leadMs: leadMs!,
        mean: center!,
        lower: lower!,
        upper: upper!,
        naive: typeof naive === 'number' ? naive : Number.NaN,
      };
    }),
    drift: { count: count!, mean: mean! },
    season: fields.floats('season'),
  };
}

function numbersOf(row: Json | undefined, length: number, name: string): readonly number[] {
  const numbers = Array.isArray(row) ? (row as readonly Json[]).slice(0, length) : [];
  if (numbers.length < length || !numbers.every((one) => typeof one === 'number' && Number.isFinite(one)))
    throw savedFault(name, JSON.stringify(row ?? null));
  return numbers as readonly number[];
}
