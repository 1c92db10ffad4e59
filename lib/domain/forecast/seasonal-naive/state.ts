import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import type { NaiveState } from './model.ts';

/** The state as JSON. Numbers are written in full, the profile in single precision as it is in memory, so
 *  that what comes back goes on exactly alike. */
export function packState(state: NaiveState): Json {
  const { core, range, backtest, ...rest } = state;
  return {
    version: 1,
    ...rest,
    range: { ...range },
    backtest: { ...backtest },
    core: core.kind === 'season' ? { ...core, profile: packFloats(core.profile) } : { ...core },
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): NaiveState {
  const root = fieldsOf(json, 'state');
  if (root.version !== 1) throw malformed('version', root.version, '1');
  if (typeof root.description !== 'string') throw malformed('description', root.description, 'a text');
  const backtest = fieldsOf(root.backtest, 'backtest');
  return {
    description: root.description,
    backtest: {
      error: numberOf(backtest, 'error', 0),
      naiveError: numberOf(backtest, 'naiveError', 0),
    },
    range: rangeOf(fieldsOf(root.range, 'range')),
    core: coreOf(fieldsOf(root.core, 'core')),
    oneStep: numberOf(root, 'oneStep', 0),
    seasonOnly: numberOf(root, 'seasonOnly', 0),
    proportionalFrom: root.proportionalFrom === null ? null : numberOf(root, 'proportionalFrom', 0),
    run: numberOf(root, 'run'),
  };
}

type Fields = { readonly [key: string]: Json };

function coreOf(fields: Fields): NaiveState['core'] {
  if (fields.kind === 'trend')
    return {
      kind: 'trend',
      level: numberOf(fields, 'level'),
      beta: numberOf(fields, 'beta', 0, 1),
      smooth: numberOf(fields, 'smooth'),
      slope: numberOf(fields, 'slope'),
      keep: numberOf(fields, 'keep', Number.MIN_VALUE, 1),
    };
  if (fields.kind !== 'season') throw malformed('core.kind', fields.kind, 'season or trend');
  const profile = unpackFloats(fields.profile);
  if (profile.length < 2 || !profile.every(Number.isFinite))
    throw malformed('profile', `${profile.length} values`, 'at least 2 values, all finite');
  const phase = numberOf(fields, 'phase', 0, profile.length - 1);
  if (!Number.isInteger(phase)) throw malformed('phase', phase, 'a whole number');
  return {
    kind: 'season',
    profile,
    phase,
    alpha: numberOf(fields, 'alpha', 0, 1),
    beta: numberOf(fields, 'beta', 0, 1),
    fade: numberOf(fields, 'fade', 0, 1),
    correction: numberOf(fields, 'correction'),
    drift: numberOf(fields, 'drift'),
  };
}

function rangeOf(fields: Fields): NaiveState['range'] {
  return {
    ...(fields.min === undefined ? {} : { min: numberOf(fields, 'min') }),
    ...(fields.max === undefined ? {} : { max: numberOf(fields, 'max') }),
  };
}

function fieldsOf(json: Json | undefined, name: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw malformed(name, json, 'an object');
  return json as Fields;
}

function numberOf(fields: Fields, name: string, least = -Number.MAX_VALUE, most = Number.MAX_VALUE): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw malformed(name, value, `a number from ${least} to ${most}`);
  return value;
}

function malformed(name: string, got: unknown, allowed: string): RangeError {
  const shown = JSON.stringify(got)?.slice(0, 40) ?? 'nothing';
  return new RangeError(`seasonal-naive state: got ${shown} for ${name}: give ${allowed}, as state() does`);
}
