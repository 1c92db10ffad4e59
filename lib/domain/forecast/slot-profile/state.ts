import { fromBase64, toBase64 } from '../../numerics/base64.ts';
import { packDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import type { ErrorEcho, ProfileState } from './model.ts';

export function packState(state: ProfileState): Json {
  const { means, counts, scale, range, echo, ...rest } = state;
  return {
    kind: 'slot-profile',
    version: 1,
    ...rest,
    scale: scale.kind,
    shift: scale.shift,
    range: { ...range },
    means: packFloats(means),
    counts: toBase64(counts),
    ...(echo !== undefined && { echo: packEcho(echo) }),
  };
}

function packEcho({ lags, coefficients, errors, at }: ErrorEcho): Json {
  return {
    kind: 'error-echo',
    version: 1,
    lags: [...lags],
    coefficients: packDoubles(coefficients),
    errors: packFloats(errors),
    at,
  };
}

function unpackEcho(json: Json): ErrorEcho {
  const fields = new SavedFields(json, 'error-echo');
  const lags = Int32Array.from(fields.list('lags').map(Number));
  const errors = fields.floats('errors');
  if (lags.length === 0 || !lags.every((lag) => lag >= 1 && lag <= errors.length))
    throw savedFault('lags', lags.join(', '));
  return {
    lags,
    coefficients: fields.doubles('coefficients', lags.length),
    errors,
    at: fields.count('at') % errors.length,
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): ProfileState {
  const fields = new SavedFields(json, 'slot-profile');
  const means = fields.floats('means');
  const counts = fromBase64(fields.json('counts'));
  if (means.length === 0) throw savedFault('means', 'nothing');
  if (counts?.length !== means.length) throw savedFault('counts', 'another number than of means');
  return {
    description: fields.text('description'),
    scale: readScale(fields),
    range: fields.range('range'),
    means,
    counts,
    decay: fields.number('decay', 0, 1),
    ...(fields.has('echo') && { echo: unpackEcho(fields.json('echo')) }),
    phase: fields.count('phase') % means.length,
    spread: fields.number('spread', 0),
    centre: fields.number('centre'),
  };
}
