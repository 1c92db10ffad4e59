import type { Span } from '../../series/calendar/index.ts';
import type { Json, RatedModel } from '../forecaster.ts';
import { SavedFields, savedFault } from '../saved-fields.ts';
import type { Effect } from './effect.ts';
import type { Coming, ExplainedState } from './model.ts';

const kind = 'explained';

/** The state as JSON: what comes is kept as times, so that nothing needs the calendar again. */
export function packState(state: ExplainedState): Json {
  const { inner, scale, range, coming, maintenance, nextMs, stepMs, effects, notes } = state;
  return {
    kind,
    version: 1,
    forecaster: inner.forecasterId,
    inner: inner.state(),
    scale: scale.kind,
    base: scale.base,
    stepMs,
    nextMs,
    range: { ...range },
    coming: coming.map(({ name, shift, variance, spans }) => [
      name,
      shift,
      variance,
      packSpans(spans, nextMs),
    ]),
    maintenance: packSpans(maintenance, nextMs),
    effects: effects.map(({ name, percent, standardError, occurrences, basis }) => [
      name,
      percent,
      standardError,
      occurrences,
      basis,
    ]),
    notes,
  };
}

/**
 * The state that `packState` packed.
 * @param restoreInner the model of a forecaster's id and state
 * @throws RangeError when it is damaged, or of a forecaster that there is none of
 */
export function unpackState(
  saved: Json,
  restoreInner: (id: string, state: Json) => RatedModel,
): ExplainedState {
  const fields = new SavedFields(saved, kind);
  const nextMs = fields.number('nextMs');
  const scale = fields.text('scale');
  if (scale !== 'ratio' && scale !== 'difference') throw savedFault('scale', scale);
  return {
    inner: restoreInner(fields.text('forecaster'), fields.json('inner')),
    scale: { kind: scale, base: fields.number('base', 0) },
    stepMs: fields.number('stepMs', 1),
    nextMs,
    range: fields.range('range'),
    coming: fields.list('coming').map((row) => comingOf(row, nextMs)),
    maintenance: spansOf(fields.json('maintenance'), nextMs, 'maintenance'),
    effects: fields.list('effects').map(effectOf),
    notes: fields.texts('notes'),
  };
}

/** From and to, one after another, relative to a time; what is over before it is left out. */
function packSpans(spans: readonly Span[], originMs: number): number[] {
  return spans
    .filter(({ toMs }) => toMs > originMs)
    .flatMap(({ fromMs, toMs }) => [fromMs - originMs, toMs - originMs]);
}

function spansOf(packed: Json | undefined, originMs: number, name: string): Span[] {
  const numbers = Array.isArray(packed) ? packed : [];
  if (!Array.isArray(packed) || numbers.length % 2 !== 0 || !numbers.every(Number.isFinite))
    throw savedFault(name, JSON.stringify(packed ?? null));
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({
    fromMs: originMs + Number(numbers[2 * i]),
    toMs: originMs + Number(numbers[2 * i + 1]),
  }));
}

function comingOf(row: Json, originMs: number): Coming {
  const [name, shift, variance, spans] = Array.isArray(row) ? (row as readonly Json[]) : [];
  if (typeof name !== 'string' || !isNumber(shift) || !isNumber(variance) || variance < 0)
    throw savedFault('coming', JSON.stringify(row));
  return { name, shift, variance, spans: spansOf(spans, originMs, 'coming') };
}

function effectOf(row: Json): Effect {
  const [name, percent, standardError, occurrences, basis] = Array.isArray(row)
    ? (row as readonly Json[])
    : [];
  const isBasis = basis === 'estimated' || basis === 'stated';
  if (
    typeof name !== 'string' ||
    !isNumber(percent) ||
    !isNumber(standardError) ||
    !isNumber(occurrences) ||
    !isBasis
  )
    throw savedFault('effects', JSON.stringify(row));
  return { name, percent, standardError, occurrences, basis };
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
