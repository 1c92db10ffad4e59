import {
  createSimulation,
  defaultCampaigns,
  defaultGroups,
  defaultTopics,
  type Simulation,
  type SimulationSpec,
} from '../../../lib/domain/simulation/index.ts';

/** A Monday, 00:00 UTC. */
export const monday = Date.UTC(2026, 0, 5);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function specOf(changes: Partial<SimulationSpec> = {}): SimulationSpec {
  return {
    clusterId: 'local/local/orders',
    brokers: 3,
    topics: defaultTopics,
    groups: defaultGroups,
    seed: 1,
    startMs: monday,
    stepMs: minute,
    campaigns: defaultCampaigns,
    ...changes,
  };
}

export function simulationOf(changes: Partial<SimulationSpec> = {}): Simulation {
  return createSimulation(specOf(changes));
}

/** The values of every series of a signal whose key holds all the given pieces, one column each. */
export function columnsOf(
  simulation: Simulation,
  signal: string,
  pieces: readonly string[],
  fromMs: number,
  toMs: number,
): Float64Array[] {
  const indices = simulation.series.flatMap((series, i) =>
    series.signal === signal && pieces.every((piece) => series.key.includes(piece)) ? [i] : [],
  );
  return simulation.columns(indices, fromMs, toMs);
}

/** The values of the one such series. */
export function column(
  simulation: Simulation,
  signal: string,
  pieces: readonly string[],
  fromMs: number,
  toMs: number,
): Float64Array {
  const [only, ...others] = columnsOf(simulation, signal, pieces, fromMs, toMs);
  if (only === undefined || others.length > 0) throw new Error(`not one series of ${signal} with ${pieces}`);
  return only;
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
