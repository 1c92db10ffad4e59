import type { Entity } from '../series/entity.ts';
import { type LagReadings, lagSignalIds } from './lag-readings.ts';

/** Signals by which it is known what arrives in a topic. */
export const arrivalSignals = [lagSignalIds.arriving, lagSignalIds.arrivingBytes] as const;

/** Whether it is known that nothing has arrived in the entity's topic since: it was measured, and was nought all the while. */
export function isTopicIdle(
  readings: Pick<LagReadings, 'samplesOf'>,
  { cluster, topic }: Entity,
  sinceMs: number,
): boolean {
  if (topic === undefined) return false;
  const since = arrivalSignals.flatMap((signal) => {
    const { timesMs = [], values = [] } = readings.samplesOf(signal, { cluster, topic }) ?? {};
    return [...values].filter((_, i) => (timesMs[i] ?? 0) > sinceMs);
  });
  return since.length > 0 && since.every((value) => value <= 0);
}
