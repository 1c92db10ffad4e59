import { priceOf, prices } from '../../lib/domain/cost/prices.ts';
import { unitCosts } from '../../lib/domain/cost/unit-costs.ts';
import type { StageUnits } from './units.ts';

/** Training of a whole fleet, worked out from what a batch takes here. */
export interface FleetTraining {
  readonly model: string;
  readonly series: number;
  /** Batches at a time. */
  readonly width: number;
  readonly batches: number;
  /** Run time of all functions together. */
  readonly lambdaSeconds: number;
  readonly wallSeconds: number;
  readonly transitions: number;
  readonly usd: number;
}

const sizes = [10_000, 100_000];
const widths = [10, 100];
/** A function with this much memory has one virtual CPU. Source: Lambda developer guide, memory. */
const coreMb = 1769;
/** Plan, the map and the summary, each begun and ended, and the begin and end of the run. */
const machineTransitions = 8;

/** Run time of a function of that memory for the work, in ms: with less than a core the CPU has to wait. */
export function runMsOf({ cpuMs, wallMs, memoryMb }: StageUnits): number {
  return Math.max(wallMs, cpuMs * Math.max(1, coreMb / memoryMb));
}

/**
 * Batches of 50 through the distributed map. A batch takes what it takes here on one core; what the network and
 * a cold start add comes on top, and is not in the dollars either.
 */
export function trainingsOf(units: readonly StageUnits[]): readonly FleetTraining[] {
  const plan = units.find(({ stage }) => stage === 'plan');
  const models = units.filter(({ stage }) => stage === 'train' || stage === 'arima');
  return models.flatMap((unit) =>
    sizes.flatMap((series) => widths.map((width) => trainingOf(unit, plan, series, width))),
  );
}

function trainingOf(
  unit: StageUnits,
  plan: StageUnits | undefined,
  series: number,
  width: number,
): FleetTraining {
  const batches = Math.ceil(series / unitCosts.trainBatch);
  const planSeconds = plan ? (runMsOf(plan) / plan.series / 1000) * series : 0;
  const batchSeconds = (runMsOf(unit) / unit.series / 1000) * unitCosts.trainBatch;
  const lambdaSeconds = planSeconds + batches * batchSeconds;
  const transitions = machineTransitions + batches * unitCosts.childTransitions;
  return {
    model: unit.stage === 'train' ? 'seasonal naive' : 'SARIMAX',
    series,
    width,
    batches,
    lambdaSeconds,
    wallSeconds: planSeconds + Math.ceil(batches / width) * batchSeconds,
    transitions,
    usd:
      priceOf((lambdaSeconds * unit.memoryMb) / 1024, prices.lambdaGbSecond) +
      priceOf(batches + 2, prices.lambdaRequest) +
      priceOf(transitions, prices.stateTransition),
  };
}
