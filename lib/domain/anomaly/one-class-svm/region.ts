import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { LagFeatures } from '../calibration/lag-features.ts';
import { type Fitting, savedUnits } from '../calibration/refitted.ts';
import { robustUnits } from '../calibration/robust-units.ts';
import { fitOneClassSvm, type OneClassSvm, oneClassDecision } from './batch.ts';

const { columns } = LagFeatures;
/** Share of the rows that may lie outside. */
const nu = 0.05;
/** A kernel ten units wide in each column: with one unit all that is a little off is equally far from everything. */
const gamma = 1 / (2 * 100 * columns);

/** A machine and the units of its columns. */
interface Region {
  readonly units: Float64Array;
  readonly machine: OneClassSvm;
}

/** The region that holds the last rows. Strangeness is 1 on its border, less inside, and 2 where nothing is like it. */
export const region: Fitting<Region> = {
  rows: 160,
  refresh: 16,
  leastSlope: 0.05,
  fit: regionOf,
  strangeness: ({ units, machine }, row) => {
    const scaled = row.map((one, k) => one / units[k]!);
    return Math.max(0, 1 - oneClassDecision(machine, scaled) / machine.offset);
  },
  pack: ({ units, machine }) => ({
    kind: 'region',
    version: 1,
    units: [...units],
    vectors: packFloats(Float32Array.from(machine.vectors)),
    weights: packFloats(Float32Array.from(machine.weights)),
    offset: machine.offset,
  }),
  unpack: (state) => {
    const fields = new SavedFields(state, 'region');
    const weights = Float64Array.from(fields.floats('weights'));
    const vectors = Float64Array.from(fields.floats('vectors', weights.length * columns));
    const offset = fields.number('offset', Number.MIN_VALUE);
    return { units: savedUnits(fields), machine: { columns, gamma, weights, vectors, offset } };
  },
};

function regionOf(rows: Float32Array): Region {
  const units = robustUnits(rows, columns);
  const scaled = rows.map((value, i) => value / units[i % columns]!);
  const { weights, vectors, offset } = fitOneClassSvm(scaled, { columns, nu, gamma });
  // Rounded, as it is saved.
  const machine = { columns, gamma, offset, weights: rounded(weights), vectors: rounded(vectors) };
  return { units, machine };
}

function rounded(values: Float64Array): Float64Array {
  return Float64Array.from(Float32Array.from(values));
}
