import { packDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import type { FourierState } from './model.ts';

export function packState(state: FourierState): Json {
  const { waves, scale, range, lags, coefficients, errors, ...rest } = state;
  return {
    kind: 'fourier-ar',
    version: 1,
    ...rest,
    scale: scale.kind,
    shift: scale.shift,
    range: { ...range },
    frequencies: packDoubles(waves.frequencies),
    waves: packDoubles(waves.coefficients),
    lags: [...lags],
    coefficients: packDoubles(coefficients),
    errors: packFloats(errors),
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): FourierState {
  const fields = new SavedFields(json, 'fourier-ar');
  const frequencies = fields.doubles('frequencies');
  const lags = Int32Array.from(fields.list('lags').map(Number));
  const errors = fields.floats('errors');
  if (lags.length === 0 || !lags.every((lag) => lag >= 1 && lag <= errors.length))
    throw savedFault('lags', lags.join(', '));
  return {
    description: fields.text('description'),
    scale: readScale(fields),
    range: fields.range('range'),
    waves: { frequencies, coefficients: fields.doubles('waves', 1 + 2 * frequencies.length) },
    time: fields.count('time'),
    keep: fields.number('keep', 0, 1),
    lags,
    coefficients: fields.doubles('coefficients', lags.length),
    errors,
    at: fields.count('at') % errors.length,
    spread: fields.number('spread', 0),
    least: fields.number('least'),
    most: fields.number('most'),
  };
}
