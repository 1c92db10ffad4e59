import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { readScale } from '../value-scale.ts';
import type { DoubleSeasonalState } from './model.ts';
import type { Smoother } from './smoother.ts';

export function packState({ scale, range, smoothers, ...rest }: DoubleSeasonalState): Json {
  return {
    kind: 'double-seasonal',
    version: 1,
    ...rest,
    scale: scale.kind,
    shift: scale.shift,
    range: { ...range },
    smoothers: smoothers.map(packSmoother),
  };
}

function packSmoother({ gains, level, seasons, error, usual }: Smoother): Json {
  return {
    kind: 'smoother',
    version: 1,
    levelGain: gains.level,
    seasonGains: gains.seasons,
    errorGain: gains.error,
    level,
    seasons: seasons.map(packFloats),
    error,
    usual,
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): DoubleSeasonalState {
  const fields = new SavedFields(json, 'double-seasonal');
  const smoothers = fields.list('smoothers').map(unpackSmoother);
  if (smoothers.length === 0) throw savedFault('smoothers', 'none');
  return {
    description: fields.text('description'),
    scale: readScale(fields),
    range: fields.range('range'),
    smoothers,
    step: fields.count('step'),
    spread: fields.number('spread', 0),
    least: fields.number('least'),
    most: fields.number('most'),
  };
}

function unpackSmoother(json: Json): Smoother {
  const fields = new SavedFields(json, 'smoother');
  const seasons = fields.list('seasons').map(seasonOf);
  const gains = fields.list('seasonGains').map(Number);
  if (gains.length !== seasons.length || !gains.every((gain) => gain >= 0 && gain <= 1))
    throw savedFault('seasonGains', gains.join(', '));
  return {
    gains: {
      level: fields.number('levelGain', 0, 1),
      seasons: gains,
      error: fields.number('errorGain', 0, 1),
    },
    level: fields.number('level'),
    seasons,
    error: fields.number('error'),
    usual: fields.number('usual', 0),
  };
}

function seasonOf(text: Json): Float32Array {
  const season = unpackFloats(text);
  if (season.length > 1 && season.every(Number.isFinite)) return season;
  throw savedFault('seasons', 'numbers that are no season');
}
