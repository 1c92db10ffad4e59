import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { LagFeatures } from '../calibration/lag-features.ts';
import { type Fitting, savedUnits } from '../calibration/refitted.ts';
import { type DenseRows, denseRows, distanceFromCores } from './dense-rows.ts';

const { columns } = LagFeatures;
/** Distances are told up to so many eps. */
const farthest = 1e6;

/** The dense part of the last rows; a value is as strange as it is far from it, in eps: up to 1 it is dense enough there. */
export const densePart: Fitting<DenseRows> = {
  rows: 224,
  refresh: 56,
  leastSlope: 0.25,
  fit: (rows) => denseRows(rows, columns),
  strangeness: (dense, row) => {
    const reach = dense.eps > 0 ? dense.eps : 1;
    return Math.min(farthest, distanceFromCores(dense, row) / reach);
  },
  pack: ({ cores, units, eps }) => ({
    kind: 'dense-part',
    version: 1,
    cores: packFloats(cores),
    units: [...units],
    eps,
  }),
  unpack: (state) => {
    const fields = new SavedFields(state, 'dense-part');
    const cores = fields.floats('cores');
    if (cores.length === 0 || cores.length % columns !== 0)
      throw savedFault('cores', `${cores.length} numbers`);
    return { cores, units: savedUnits(fields), eps: fields.number('eps', 0) };
  },
};
