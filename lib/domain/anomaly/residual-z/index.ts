import type { Json } from '../../forecast/forecaster.ts';
import { madToSd } from '../../numerics/order-statistics.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import { studentTwoSided } from '../../numerics/student-t.ts';
import { type Detector, type DetectorModel, type Judged, noScore, type Score } from '../detector.ts';
import { createMemory, type Memory, type Norm, normOf, remember } from './memory.ts';

/** Residuals remembered: a day at 5 minutes. */
const size = 288;
/** A residual further than this many scales from the centre is remembered as if it lay there. */
const farthest = 5;
/** The forecast's sd is never taken to be less than this share of the expected value. */
const leastSdShare = 1e-3;
const leastSd = 1e-9;
/** Scores are bounded, so that they stay printable for series that never moved before. */
const greatestScore = 1e6;

/** Robust z-score of the forecast's residual, with a p-value from a tail as heavy as the series' own. See
 *  README.md. */
export const residualZ: Detector = {
  id: 'residual-z',
  create: () => modelOf(createMemory(size)),
  restore: (state) => modelOf(unpack(state)),
};

function modelOf(memory: Memory): DetectorModel {
  return {
    detectorId: 'residual-z',
    score: (point) => scoreOf(standardised(point), normOf(memory)),
    update: (point) => takeIn(memory, point),
    state: () => pack(memory),
  };
}

/** NaN for a gap, and where nothing was expected. */
function standardised({ observed, expected }: Judged): number {
  if (expected === undefined) return Number.NaN;
  const sd = Math.max(expected.sd, leastSdShare * Math.abs(expected.mean), leastSd);
  return (observed - expected.mean) / sd;
}

function scoreOf(residual: number, { centre, scale, degrees }: Norm): Score {
  if (Number.isNaN(residual)) return noScore;
  const z = (residual - centre) / scale;
  const score = Math.max(-greatestScore, Math.min(greatestScore, z));
  return { score, pValue: studentTwoSided(score * tWidth(degrees), degrees) };
}

/** Median of |t| by degrees of freedom, from t tables: where the median absolute deviation of t lies. */
const tMedian: Readonly<Record<number, number>> = {
  3: 0.7649,
  4: 0.7407,
  5: 0.7267,
  6: 0.7176,
  8: 0.7064,
  10: 0.6998,
};

/** What turns a z, in units of 1.4826 median deviations, into the t that has the same median deviation. */
function tWidth(degrees: number): number {
  return (tMedian[degrees] ?? 0.6745) * madToSd;
}

function takeIn(memory: Memory, point: Judged): void {
  const residual = standardised(point);
  if (Number.isNaN(residual)) return;
  const { centre, scale } = normOf(memory);
  remember(memory, Math.max(centre - farthest * scale, Math.min(centre + farthest * scale, residual)));
}

/** The residuals oldest first: all that is remembered. */
function pack({ ring, at, count }: Memory): Json {
  const from = count === ring.length ? at : 0;
  const inOrder = Float32Array.from({ length: count }, (_, i) => ring[(from + i) % ring.length] ?? 0);
  return { version: 1, residuals: packFloats(inOrder) };
}

function unpack(state: Json): Memory {
  const fields =
    typeof state === 'object' && state !== null ? (state as { readonly [key: string]: Json }) : {};
  if (fields.version !== 1)
    throw new RangeError('residual-z state: got no version 1: give what state() gave');
  const residuals = unpackFloats(fields.residuals);
  if (residuals.length > size || !residuals.every(Number.isFinite))
    throw new RangeError(
      `residual-z state: got ${residuals.length} residuals: give at most ${size}, all finite`,
    );
  const memory = createMemory(size);
  memory.ring.set(residuals);
  memory.sorted.set(residuals.slice().sort());
  memory.count = residuals.length;
  memory.at = residuals.length % size;
  return memory;
}
