import { packDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import { inputsOf } from './features.ts';
import type { LstmState } from './model.ts';
import { layoutOf } from './network.ts';

export function packState({ features, layout, ...state }: LstmState): Json {
  const { scale, profile, periods, ...numbers } = features;
  return {
    kind: 'lstm',
    version: 1,
    description: state.description,
    hidden: layout.hidden,
    ...numbers,
    scale: scale.kind,
    shift: scale.shift,
    periods: [...periods],
    profile: packFloats(profile),
    parameters: packFloats(state.parameters),
    errors: packFloats(state.errors),
    range: { ...state.range },
    c: packDoubles(state.c),
    h: packDoubles(state.h),
    ring: packFloats(state.ring),
    step: state.step,
    level: state.level,
    expected: state.expected,
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): LstmState {
  const fields = new SavedFields(json, 'lstm');
  const features = {
    scale: readScale(fields),
    periods: fields.list('periods').map((period) => {
      if (typeof period === 'number' && Number.isInteger(period) && period > 1) return period;
      throw savedFault('periods', JSON.stringify(period));
    }),
    profile: filled(fields, 'profile'),
    lag: fields.count('lag'),
    spread: fields.number('spread', Number.MIN_VALUE),
    follow: fields.number('follow', 0, 1),
    firstLevel: fields.number('firstLevel'),
    least: fields.number('least'),
    most: fields.number('most'),
  };
  const layout = layoutOf({ inputs: inputsOf(features), hidden: fields.count('hidden', 1) });
  return {
    description: fields.text('description'),
    features,
    layout,
    parameters: fields.floats('parameters', layout.length),
    errors: filled(fields, 'errors'),
    range: fields.range('range'),
    c: fields.doubles('c', layout.hidden),
    h: fields.doubles('h', layout.hidden),
    ring: fields.floats('ring', Math.max(1, features.lag)),
    step: fields.count('step'),
    level: fields.number('level'),
    expected: fields.number('expected'),
  };
}

function filled(fields: SavedFields, name: string): Float32Array {
  const values = fields.floats(name);
  if (values.length > 0) return values;
  throw savedFault(name, 'nothing');
}
