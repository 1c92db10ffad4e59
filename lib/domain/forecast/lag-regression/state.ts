import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import { type LagCore, pastOf } from './core.ts';
import type { History } from './history.ts';
import type { LagState } from './model.ts';

/**
 * The regression as JSON, without the history. What is saved in single precision is rounded to it in the model, too,
 * so that what comes back goes on exactly alike.
 */
export function packLagState({ core, inverse, range, description, keep, isRobust, spread }: LagState): Json {
  return {
    kind: 'lag-regression',
    version: 1,
    description,
    isDifferenced: core.isDifferenced,
    scale: core.scale.kind,
    shift: core.scale.shift,
    lags: [...core.lags],
    coefficients: packRounded(core.coefficients),
    slots: packFloats(core.slots),
    least: core.least,
    most: core.most,
    ...(inverse !== undefined && { inverse: packRounded(inverse) }),
    range: { ...range },
    keep,
    isRobust,
    spread,
  };
}

/** Rounds the numbers to single precision, where they are, too, and packs them. */
function packRounded(values: Float64Array): string {
  const floats = Float32Array.from(values);
  values.set(floats);
  return packFloats(floats);
}

/** @throws RangeError when the JSON is not what `packLagState` gives */
export function unpackLagState(json: Json): LagState {
  const fields = new SavedFields(json, 'lag-regression');
  const lags = Int32Array.from(fields.list('lags').map(Number));
  const isAscending = lags.every((lag, i) => lag > (i === 0 ? 0 : lags[i - 1]!));
  if (lags.length === 0 || !isAscending) throw savedFault('lags', lags.join(', '));
  const core: LagCore = {
    isDifferenced: fields.json('isDifferenced') === true,
    scale: readScale(fields),
    lags,
    coefficients: Float64Array.from(fields.floats('coefficients', lags.length)),
    slots: fields.floats('slots'),
    least: fields.number('least'),
    most: fields.number('most'),
  };
  if (core.slots.length === 0) throw savedFault('slots', 'nothing');
  return {
    core,
    ...(fields.has('inverse') && {
      inverse: Float64Array.from(fields.floats('inverse', (lags.length * (lags.length + 1)) / 2)),
    }),
    range: fields.range('range'),
    description: fields.text('description'),
    keep: fields.number('keep', 0, 1),
    isRobust: fields.json('isRobust') === true,
    spread: fields.number('spread', 0),
  };
}

export function packHistory({ offset, values, count }: History): Json {
  return { kind: 'history', version: 1, offset, values: packFloats(values), count };
}

/** @throws RangeError when the JSON is not what `packHistory` gives */
export function unpackHistory(json: Json): History {
  const fields = new SavedFields(json, 'history');
  return {
    offset: fields.number('offset'),
    values: fields.floats('values'),
    count: fields.count('count', 1),
  };
}

export function packState(state: LagState, history: History): Json {
  return { kind: 'lag-forecast', version: 1, model: packLagState(state), history: packHistory(history) };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): { readonly state: LagState; readonly history: History } {
  const fields = new SavedFields(json, 'lag-forecast');
  const state = unpackLagState(fields.json('model'));
  const history = unpackHistory(fields.json('history'));
  const longest = pastOf(state.core);
  if (history.values.length < longest)
    throw savedFault('history', `${history.values.length} values where ${longest} are looked back`);
  return { state, history };
}
