import type { Json } from '../forecaster.ts';
import type { History } from '../lag-regression/history.ts';
import { packHistory, unpackHistory } from '../lag-regression/state.ts';
import { SavedFields } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import type { AnalogState } from './model.ts';

/** The state as JSON, without the history. */
export function packAnalogState({ scale, range, ...rest }: AnalogState): Json {
  return { kind: 'analog', version: 1, ...rest, scale: scale.kind, shift: scale.shift, range: { ...range } };
}

/** @throws RangeError when the JSON is not what `packAnalogState` gives */
export function unpackAnalogState(json: Json): AnalogState {
  const fields = new SavedFields(json, 'analog');
  return {
    scale: readScale(fields),
    season: fields.count('season', 2),
    seasons: fields.count('seasons', 1),
    span: fields.count('span', 1),
    range: fields.range('range'),
    description: fields.text('description'),
    spread: fields.number('spread', 0),
  };
}

export function packState(state: AnalogState, history: History): Json {
  return {
    kind: 'analog-forecast',
    version: 1,
    model: packAnalogState(state),
    history: packHistory(history),
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): { readonly state: AnalogState; readonly history: History } {
  const fields = new SavedFields(json, 'analog-forecast');
  return {
    state: unpackAnalogState(fields.json('model')),
    history: unpackHistory(fields.json('history')),
  };
}
