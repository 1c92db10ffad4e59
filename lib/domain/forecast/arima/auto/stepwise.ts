import type { ArimaOptions, ArimaSpec, Trend } from '../spec.ts';
import { type Rated, rate } from './rate.ts';

/** What is fixed while orders are looked for, and how far they may go. */
export interface SearchSpace {
  readonly d: number;
  readonly seasonalD: number;
  /** 1 without a season. */
  readonly period: number;
  readonly most: { readonly p: number; readonly q: number; readonly P: number; readonly Q: number };
  /** Whether a constant is worth trying: with two differences it would be a parabola. */
  readonly mayDrift: boolean;
  /** Every combination up to this sum of orders, instead of stepwise. */
  readonly full?: number;
}

interface Orders {
  readonly p: number;
  readonly q: number;
  readonly P: number;
  readonly Q: number;
  readonly c: boolean;
}

/** Models that a search may fit. Source: forecast::auto.arima's `nmodels`. */
const mostModels = 94;

/** Stops a search: `undefined` from it means there is time left. */
export type Expired = () => boolean;

/**
 * Looks for the orders with the least AICc, one fit after another: yields after each.
 * Source: Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R", Journal of
 * Statistical Software 27(3), section 3.2.
 * @param onRated told of each fit
 */
export function* stepwise(
  y: Float64Array,
  space: SearchSpace,
  options: ArimaOptions,
  expired: Expired,
  onRated: (rated: Rated) => void,
): Generator<void, Rated | undefined, void> {
  const seen = new Set<string>();
  let best: { readonly orders: Orders; readonly rated: Rated } | undefined;
  const tryOut = (orders: Orders): boolean => {
    const key = `${orders.p},${orders.q},${orders.P},${orders.Q},${orders.c}`;
    if (seen.has(key) || seen.size >= mostModels || (seen.size > 0 && expired()) || !isInside(orders, space))
      return false;
    seen.add(key);
    const rated = rate(y, specOf(orders, space), options);
    onRated(rated);
    if (rated.aicc >= (best?.rated.aicc ?? Number.POSITIVE_INFINITY)) return false;
    best = { orders, rated };
    return true;
  };
  for (const orders of space.full === undefined ? firstOf(space) : everyOf(space, space.full)) {
    tryOut(orders);
    yield;
  }
  let isBetter = space.full === undefined;
  while (isBetter && best !== undefined) {
    isBetter = false;
    for (const orders of neighboursOf(best.orders)) {
      isBetter = tryOut(orders);
      yield;
      if (isBetter) break;
    }
  }
  return best?.rated;
}

function isInside({ p, q, P, Q, c }: Orders, { most, mayDrift, period }: SearchSpace): boolean {
  if (c && !mayDrift) return false;
  if (period < 2 && P + Q > 0) return false;
  // A lag that both factors have would be there twice.
  if (period > 1 && ((p >= period && P > 0) || (q >= period && Q > 0))) return false;
  return p >= 0 && q >= 0 && P >= 0 && Q >= 0 && p <= most.p && q <= most.q && P <= most.P && Q <= most.Q;
}

function firstOf({ most, mayDrift, period }: SearchSpace): Orders[] {
  const season = period > 1;
  const P = season ? Math.min(1, most.P) : 0;
  const Q = season ? Math.min(1, most.Q) : 0;
  return [
    { p: Math.min(2, most.p), q: Math.min(2, most.q), P, Q, c: mayDrift },
    { p: 0, q: 0, P: 0, Q: 0, c: mayDrift },
    { p: Math.min(1, most.p), q: 0, P, Q: 0, c: mayDrift },
    { p: 0, q: Math.min(1, most.q), P: 0, Q, c: mayDrift },
    { p: 0, q: 0, P: 0, Q: 0, c: false },
  ];
}

function neighboursOf(o: Orders): Orders[] {
  const by = (p: number, q: number, P: number, Q: number): Orders => ({
    p: o.p + p,
    q: o.q + q,
    P: o.P + P,
    Q: o.Q + Q,
    c: o.c,
  });
  return [
    by(0, 0, -1, 0),
    by(0, 0, 0, -1),
    by(0, 0, 1, 0),
    by(0, 0, 0, 1),
    by(0, 0, -1, -1),
    by(0, 0, -1, 1),
    by(0, 0, 1, -1),
    by(0, 0, 1, 1),
    by(-1, 0, 0, 0),
    by(0, -1, 0, 0),
    by(1, 0, 0, 0),
    by(0, 1, 0, 0),
    by(-1, -1, 0, 0),
    by(-1, 1, 0, 0),
    by(1, -1, 0, 0),
    by(1, 1, 0, 0),
    { ...o, c: !o.c },
  ];
}

function everyOf({ most, mayDrift }: SearchSpace, sum: number): Orders[] {
  const all: Orders[] = [];
  for (let p = 0; p <= most.p; p++) {
    for (let q = 0; q <= most.q; q++) {
      for (let P = 0; P <= most.P; P++) {
        for (let Q = 0; Q <= most.Q; Q++) {
          if (p + q + P + Q > sum) continue;
          if (mayDrift) all.push({ p, q, P, Q, c: true });
          all.push({ p, q, P, Q, c: false });
        }
      }
    }
  }
  return all;
}

function specOf({ p, q, P, Q, c }: Orders, { d, seasonalD, period }: SearchSpace): ArimaSpec {
  const trend: Trend = c ? 'c' : 'n';
  const order = [p, d, q] as const;
  return period > 1 ? { order, seasonal: [P, seasonalD, Q, period], trend } : { order, trend };
}
