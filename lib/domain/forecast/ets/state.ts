import { packDoubles } from '../../numerics/packed-doubles.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { formOf, nameOf } from './form.ts';
import type { EtsState } from './model.ts';

export function packState({ form, weights, parts, range, notes, ...numbers }: EtsState): Json {
  return {
    kind: 'ets',
    version: 1,
    ...numbers,
    ...weights,
    form: nameOf(form),
    level: parts.level,
    slope: parts.slope,
    seasons: packDoubles(parts.seasons),
    range: { ...range },
    notes: [...notes],
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): EtsState {
  const fields = new SavedFields(json, 'ets');
  const seasons = fields.doubles('seasons');
  if (seasons.length === 0) throw savedFault('seasons', 'nothing');
  return {
    form: formOf(fields.text('form')),
    weights: {
      alpha: fields.number('alpha', 0, 1),
      beta: fields.number('beta', 0, 1),
      gamma: fields.number('gamma', 0, 1),
      phi: fields.number('phi', 0, 1),
    },
    parts: { level: fields.number('level'), slope: fields.number('slope'), seasons },
    sd: fields.number('sd', 0),
    aicc: fields.number('aicc'),
    range: fields.range('range'),
    notes: fields.texts('notes'),
    step: fields.count('step'),
  };
}
