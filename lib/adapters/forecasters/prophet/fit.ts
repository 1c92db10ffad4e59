import type { FitOptions, FitResult } from '../../../domain/forecast/forecaster.ts';
import { createModel } from './model.ts';
import { type FourierSeason, type ProphetParameters, seasonColumns } from './parameters.ts';
import type { ProphetPeers, StanOptimizer, StanParameters } from './peers.ts';

const valuesNeeded = 10;
const dayMs = 86_400_000;

/** Seasons that Prophet looks for by itself where the past holds two of them, with its own orders. */
const ownSeasons: readonly FourierSeason[] = [
  { periodDays: 365.25, order: 10 },
  { periodDays: 7, order: 3 },
  { periodDays: 1, order: 4 },
];
const mostOrder = 10;

/** What is handed to the optimiser, as far as it is read here. */
interface StanData {
  readonly t: readonly number[];
  readonly y: readonly number[];
  readonly t_change: readonly number[];
  readonly X: readonly (readonly number[])[];
}

/**
 * Fits Prophet as its authors set it: linear trend with 25 possible bends in the first 80 % of the past, seasons of a
 * year, a week and a day where the past holds two of them; other periods of the options besides.
 */
export function fitProphet(peers: ProphetPeers, y: Float64Array, options: FitOptions): FitResult {
  const { startMs, stepMs, range = {} } = options;
  const points = pointsOf(y, options);
  if (points.y.length < valuesNeeded)
    return { kind: 'too_short', got: points.y.length, needed: valuesNeeded };
  const parameters = isConstant(points.y) ? constantParameters(points) : learn(peers, points, options);
  return {
    kind: 'fitted',
    model: createModel({ parameters, stepMs, nextMs: startMs + y.length * stepMs, range }),
  };
}

/** Finite values with their times in whole seconds. */
interface Points {
  readonly ds: number[];
  readonly y: number[];
}

function pointsOf(y: Float64Array, { startMs, stepMs }: FitOptions): Points {
  const points: Points = { ds: [], y: [] };
  y.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    points.ds.push(Math.round((startMs + i * stepMs) / 1000));
    points.y.push(value);
  });
  return points;
}

function isConstant(y: readonly number[]): boolean {
  return y.every((value) => value === y[0]);
}

/** The optimiser has nothing to find in a constant. */
function constantParameters({ ds, y }: Points): ProphetParameters {
  return {
    ...timesOf(ds),
    valueScale: 1,
    k: 0,
    m: y[0] ?? 0,
    bends: [],
    delta: [],
    seasons: [],
    beta: [],
    sigma: 1e-9 * Math.max(1, Math.abs(y[0] ?? 0)),
  };
}

function timesOf(ds: readonly number[]): { readonly startMs: number; readonly endMs: number } {
  return { startMs: (ds[0] ?? 0) * 1000, endMs: (ds.at(-1) ?? 0) * 1000 };
}

/** Prophet gives no parameters away, but asks an optimiser for them: one that listens hears both. */
function learn(peers: ProphetPeers, points: Points, options: FitOptions): ProphetParameters {
  const heard: { data?: StanData; found?: StanParameters } = {};
  const prophet = peers.create({ optimizer: listening(peers.optimizer, heard), uncertaintySamples: 0 });
  const custom = customSeasons(options);
  for (const { periodDays, order } of custom)
    prophet.addSeasonality(`every ${periodDays} days`, { period: periodDays, fourierOrder: order });
  prophet.fit(points);
  const { data, found } = heard;
  if (data === undefined || found === undefined) throw new Error('Prophet never asked its optimiser');
  const valueScale = points.y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    ...timesOf(points.ds),
    valueScale,
    k: found.k,
    m: found.m,
    bends: [...data.t_change],
    delta: Array.from(found.delta),
    ...seasonsOf(data, found, points, [...ownSeasons, ...custom]),
    sigma: found.sigmaObs,
  };
}

/** Newton's method is slower and finds what the usual one sometimes fails to, as in Prophet itself. */
function listening(
  optimizer: StanOptimizer,
  heard: { data?: StanData; found?: StanParameters },
): StanOptimizer {
  return {
    optimize(init, data, options) {
      heard.data = JSON.parse(data) as StanData;
      let result: ReturnType<StanOptimizer['optimize']>;
      try {
        result = optimizer.optimize(init, data, options);
      } catch {
        result = optimizer.optimize(init, data, { ...options, algorithm: 'newton' });
      }
      heard.found = result.params;
      return result;
    },
  };
}

/** Periods asked for that are no day, week or year. */
function customSeasons({ periods, stepMs }: FitOptions): FourierSeason[] {
  return periods
    .filter((period) => Number.isInteger(period) && period >= 2)
    .map((period) => ({
      periodDays: (period * stepMs) / dayMs,
      order: Math.min(mostOrder, Math.max(1, Math.floor((period - 1) / 2))),
    }))
    .filter(({ periodDays }) => ownSeasons.every((own) => Math.abs(own.periodDays / periodDays - 1) > 0.01));
}

/** Which columns are which season's is told by what is in them, at the first and the last time. */
function seasonsOf(
  { X }: StanData,
  { beta }: StanParameters,
  { ds }: Points,
  candidates: readonly FourierSeason[],
): Pick<ProphetParameters, 'seasons' | 'beta'> {
  const rows = [0, 1, 2, ds.length - 1];
  const coefficientOf = (season: FourierSeason, column: number) => {
    const values = rows.map((row) => seasonColumns([season], (ds[row] ?? 0) * 1000)[column] ?? Number.NaN);
    const at = X[0]?.findIndex((_, j) =>
      rows.every((row, i) => Math.abs((X[row]?.[j] ?? Number.NaN) - (values[i] ?? Number.NaN)) < 1e-6),
    );
    return at === undefined || at < 0 ? undefined : beta[at];
  };
  const found = candidates.flatMap((season) => {
    const own = Array.from({ length: 2 * season.order }, (_, column) => coefficientOf(season, column));
    return own.every((value) => value !== undefined) ? [{ season, own }] : [];
  });
  const coefficients = found.flatMap(({ own }) => own);
  const columns = (X[0] ?? []).filter((_, j) => rows.some((row) => X[row]?.[j] !== 0)).length;
  if (coefficients.length !== columns)
    throw new Error(
      `Prophet has ${columns} columns of seasons, of which ${coefficients.length} are known here: install @bsull/augurs@0.10`,
    );
  return { seasons: found.map(({ season }) => season), beta: coefficients };
}
