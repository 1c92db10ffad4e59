import type { LagReport } from '../domain/lag/cluster-lag.ts';
import { lagStateSignal } from '../domain/lag/lag-readings.ts';
import { lagStates } from '../domain/lag/lag-state.ts';
import { type Problem, type Samples, samplesOf } from '../domain/series/samples.ts';
import { createSeries } from '../domain/series/series.ts';
import type { MetricStore } from '../ports/metric-store.ts';

const stepMs = 300_000;
/** A state that goes on is written so often, for those who look at it: a store is paid by what is written. */
const sayAgainMs = 3_600_000;

/**
 * Writes where each group stands on each topic as points of `consumer_lag_state`: when it changes, and once an hour. A
 * second evaluation within five minutes writes in the same place. The rules have been judged by then, so a store that
 * does not take the points is a problem to be told of and stops nothing.
 */
export async function writeLagStates(
  store: MetricStore,
  lag: readonly LagReport[],
  nowMs: number,
): Promise<readonly Problem[]> {
  const atMs = Math.floor(nowMs / stepMs) * stepMs;
  const samples = lag.flatMap((report) => pointsOf(report, atMs));
  if (samples.length === 0) return [];
  try {
    return (await store.write(samples)).rejected;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const words = `lag states were not written: ${message}`;
    return [{ kind: 'store_unwritable', where: store.id, message: words, count: samples.length }];
  }
}

/** The new state and, where it has changed, the old one just before: a line through the points is a step then. */
function pointsOf({ entity, state, said }: LagReport, atMs: number): readonly Samples[] {
  const value = lagStates[state];
  const isNew = said === undefined || said.value !== value;
  if (!isNew && atMs - said.timeMs < sayAgainMs) return [];
  const before = isNew && said && said.timeMs < atMs - stepMs ? [[atMs - stepMs, said.value] as const] : [];
  return [samplesOf(createSeries(lagStateSignal, entity), [...before, [atMs, value]]).samples];
}
