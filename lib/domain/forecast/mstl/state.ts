import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import type { Forecaster, Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import type { MstlState } from './model.ts';

export function packState({ inner, scale, seasons, range, step }: MstlState): Json {
  return {
    kind: 'mstl',
    version: 1,
    inner: inner.state(),
    scale: scale.kind,
    shift: scale.shift,
    seasons: seasons.map(packFloats),
    range: { ...range },
    step,
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json, inner: Forecaster): MstlState {
  const fields = new SavedFields(json, 'mstl');
  return {
    inner: inner.restore(fields.json('inner')),
    scale: readScale(fields),
    seasons: fields.list('seasons').map(seasonOf),
    range: fields.range('range'),
    step: fields.count('step'),
  };
}

function seasonOf(text: Json): Float32Array {
  const season = unpackFloats(text);
  if (season.length > 1 && season.every(Number.isFinite)) return season;
  throw savedFault('seasons', 'numbers that are no season');
}
