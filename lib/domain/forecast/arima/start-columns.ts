import { DisplacementCholesky } from '../../numerics/displacement-cholesky.ts';
import { AutoregressionDeterminant } from './autoregression.ts';
import { denseOf, type Process } from './process.ts';

/**
 * Autocovariances of u at lags 0 … count − 1, in units of σ².
 * @param formal what the equations of Yule and Walker give even where φ is not stationary, and no such process is
 * @returns undefined when φ is not stationary
 */
export function autocovariancesOfU(
  { phi }: Process,
  count: number,
  formal = false,
): Float64Array | undefined {
  const autoregression = new AutoregressionDeterminant(phi.degree);
  if (Number.isNaN(autoregression.evaluate(denseOf(phi), formal)) && !formal) return undefined;
  return autoregression.autocovariances(count);
}

/**
 * Columns of the state before the first value (see SquareRootFilter): u from its stationary distribution; the values
 * that differencing needs are known.
 * @returns undefined when φ is not stationary
 */
export function stationaryColumns(process: Process): Float64Array[] | undefined {
  const { states, delta } = process;
  const gamma = autocovariancesOfU(process, states);
  if (gamma === undefined) return undefined;
  const none = new Float64Array(states);
  const cholesky = new DisplacementCholesky(states, false);
  if (Number.isNaN(cholesky.factor(gamma, none, none))) return undefined;
  return Array.from({ length: states }, (_, c) => cholesky.column(c, states + delta.degree));
}

/** Columns of a start with that variance on each state, in units of σ². */
export function diffuseColumns({ states, delta }: Process, variance: number): Float64Array[] {
  return Array.from({ length: states }, (_, c) => {
    const column = new Float64Array(states + delta.degree);
    column[c] = Math.sqrt(variance);
    return column;
  });
}

/** The state before the first forecast: nothing known of u, and the first values as they were. */
export function startingMean({ states }: Process, input: Float64Array, held: number): Float64Array {
  const mean = new Float64Array(states + held);
  for (let i = 0; i < held; i++) mean[states + i] = input[held - 1 - i]!;
  return mean;
}
