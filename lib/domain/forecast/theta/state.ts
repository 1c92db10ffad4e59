import { packDoubles } from '../../numerics/packed-doubles.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import type { ThetaState } from './model.ts';
import type { Season } from './season.ts';
import type { Trend } from './theta-lines.ts';

export function packState({ season, trend, fixed, range, ...numbers }: ThetaState): Json {
  return {
    kind: 'theta',
    version: 1,
    ...numbers,
    season: season.kind,
    slots: packDoubles(season.slots),
    range: { ...range },
    trend: numbersOf(trend),
    ...(fixed !== undefined && { fixed: numbersOf(fixed) }),
  };
}

function numbersOf({ count, mean, slope, intercept }: Trend): Json {
  return [count, mean, slope, intercept];
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): ThetaState {
  const fields = new SavedFields(json, 'theta');
  return {
    lines: fields.has('fixed') ? 'fixed' : 'dynamic',
    alpha: fields.number('alpha', 0, 1),
    share: fields.number('share', 0, 1),
    season: seasonOf(fields),
    range: fields.range('range'),
    sd: fields.number('sd', 0),
    ...(fields.has('fixed') && { fixed: trendOf(fields, 'fixed') }),
    level: fields.number('level'),
    trend: trendOf(fields, 'trend'),
    step: fields.count('step'),
  };
}

function seasonOf(fields: SavedFields): Season {
  const kind = fields.text('season');
  const slots = fields.doubles('slots');
  if ((kind !== 'adds' && kind !== 'multiplies') || slots.length === 0) throw savedFault('season', kind);
  return { kind, slots };
}

function trendOf(fields: SavedFields, name: string): Trend {
  const numbers = fields.list(name);
  const [count, mean, slope, intercept] = numbers;
  const isNumber = (value: Json | undefined) => typeof value === 'number' && Number.isFinite(value);
  if (!isNumber(count) || !isNumber(mean) || !isNumber(slope) || !isNumber(intercept))
    throw savedFault(name, JSON.stringify(numbers));
  return { count: Number(count), mean: Number(mean), slope: Number(slope), intercept: Number(intercept) };
}
