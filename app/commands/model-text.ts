import { arima } from '../../lib/domain/forecast/arima/forecaster.ts';
import type { ArimaSpec } from '../../lib/domain/forecast/arima/spec.ts';
import { forecasters } from '../../lib/domain/forecast/registry.ts';
import { parseOrder, parseSeasonal, parseTrend } from './arima-options.ts';
import { refuseValue } from './option-values.ts';

/** Which model forecasts: chosen among ARIMA models, one of them, or another forecaster. */
export type ModelChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'arima'; readonly spec: ArimaSpec }
  | { readonly kind: 'forecaster'; readonly id: string };

/** Forecasters whose packages are loaded only when they are asked for. */
export const optionalIds: readonly string[] = ['prophet'];

const modelPattern =
  /^(?:s?arimax?)?\s*\(([^()]*)\)\s*(?:\(([^()]*)\)\s*(?:\[(\d+)\]|(\d+))?)?\s*(?:\+\s*(.+))?$/i;

/**
 * The model of `auto`, `sarimax(1,1,1)(0,1,1)24`, `arima(2,1,2)+c`, `arima([1,4],1,0)` or the id of a forecaster.
 * @throws InvalidArgumentError
 */
export function parseModel(text: string): ModelChoice {
  const word = text.trim();
  if (word.toLowerCase() === 'auto' || word === arima.id) return { kind: 'auto' };
  if (optionalIds.includes(word) || forecasters.some(({ id }) => id === word))
    return { kind: 'forecaster', id: word };
  const [, order, seasonal, bracketed, plain, trend] = modelPattern.exec(word) ?? [];
  if (order === undefined) {
    const ids = forecasters
      .map(({ id }) => id)
      .filter((id) => id !== arima.id)
      .concat(optionalIds)
      .join(', ');
    return refuseValue(text, `auto, ${ids}, or a model like "sarimax(1,1,1)(0,1,1)24" or "arima(2,1,2)+c"`);
  }
  const period = bracketed ?? plain;
  const season =
    seasonal === undefined ? undefined : parseSeasonal(seasonal + (period === undefined ? '' : `,${period}`));
  return {
    kind: 'arima',
    spec: {
      order: parseOrder(order),
      ...(season !== undefined && { seasonal: season }),
      ...(trend !== undefined && { trend: parseTrend(trend) }),
    },
  };
}
