import { packFloats } from '../../numerics/packed-floats.ts';
import type { Json } from '../forecaster.ts';
import { packHistory, unpackHistory } from '../lag-regression/state.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import { coverages, type ErrorScale, type ErrorScales } from './conformal.ts';
import { restorePart } from './contenders.ts';
import type { Decision } from './decision.ts';
import type { PoolState } from './model.ts';

/** The pool as JSON: the history once, then each part without it. */
export function packState(state: PoolState): Json {
  const { parts, history, scales, backtest, decision, range, notes, ...rest } = state;
  const { contenders, ...decided } = decision;
  return {
    kind: 'pool',
    version: 1,
    ...rest,
    notes: [...notes],
    backtest: [backtest.error, backtest.naiveError],
    decision: { ...decided, contenders: contenders.map(({ id, loss, weight }) => [id, loss, weight]) },
    range: { ...range },
    parts: parts.map(({ id, weights, part }) => [id, weights, part.state()]),
    history: packHistory(history),
    scales: scales === undefined ? null : packScales(scales),
  };
}

/** @throws RangeError when the JSON is not what `packState` gives */
export function unpackState(json: Json): PoolState {
  const fields = new SavedFields(json, 'pool');
  const history = unpackHistory(fields.json('history'));
  const scales = fields.json('scales');
  const [error, naiveError] = fields.list('backtest').map(Number);
  const parts = fields.list('parts').map((part) => {
    const [id, says, state] = listOf('parts', part);
    if (typeof id !== 'string' || says === undefined || state === undefined)
      throw savedFault('parts', JSON.stringify(part));
    return { id, weights: listOf('parts', says).map(Number), part: restorePart(id, state, history) };
  });
  if (parts.length === 0) throw savedFault('parts', 'none');
  return {
    description: fields.text('description'),
    notes: fields.texts('notes'),
    backtest: { error: error ?? Number.NaN, naiveError: naiveError ?? Number.NaN },
    decision: unpackDecision(fields.json('decision')),
    range: fields.range('range'),
    least: fields.number('least'),
    most: fields.number('most'),
    blockSteps: fields.count('blockSteps', 1),
    parts,
    history,
    ...(scales !== null && { scales: unpackScales(scales) }),
    oneStep: fields.number('oneStep', 0),
  };
}

function listOf(name: string, json: Json): readonly Json[] {
  if (Array.isArray(json)) return json;
  throw savedFault(name, JSON.stringify(json));
}

function packScales({ unit, relative, floor }: ErrorScales): Json {
  return { kind: 'error-scales', version: 1, unit: packScale(unit), relative: packScale(relative), floor };
}

function unpackScales(json: Json): ErrorScales {
  const fields = new SavedFields(json, 'error-scales');
  return {
    unit: unpackScale(fields.json('unit')),
    relative: unpackScale(fields.json('relative')),
    floor: fields.number('floor', 0),
  };
}

function packScale({ sizes, quantiles }: ErrorScale): Json {
  return { kind: 'error-scale', version: 1, sizes: packFloats(sizes), quantiles: packFloats(quantiles) };
}

function unpackScale(json: Json): ErrorScale {
  const fields = new SavedFields(json, 'error-scale');
  const sizes = fields.floats('sizes');
  if (sizes.length === 0) throw savedFault('sizes', 'nothing');
  return { sizes, quantiles: fields.floats('quantiles', coverages.length) };
}

/** What a decision says moves no forecast: it is shown alone. */
function unpackDecision(json: Json): Decision {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw savedFault('decision', JSON.stringify(json));
  const { kept, origins, horizon, loss, contenders } = json as { readonly [key: string]: Json };
  return {
    kept: kept === 'mix' ? 'mix' : 'seasonal-naive',
    origins: Number(origins),
    horizon: Number(horizon),
    loss: typeof loss === 'number' ? loss : null,
    contenders: listOf('decision', contenders ?? null).map((one) => {
      const [id, itsLoss, weight] = listOf('decision', one);
      return {
        id: String(id),
        loss: typeof itsLoss === 'number' ? itsLoss : null,
        weight: Number(weight),
      };
    }),
  };
}
