import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { StreamOptions } from '../detector.ts';

const usualMs = 2.6 * 86_400_000;

/**
 * The time scale of a stream in steps: what is usual is learnt over so many, and what lasts a twelfth to a hundredth of
 * it is an event. 2.6 days by default, and between 225 and 750 steps.
 */
export function learningSteps({ stepMs, learningSteps: given }: StreamOptions): number {
  if (given !== undefined) return Math.max(24, Math.min(2016, Math.round(given)));
  return Math.min(750, Math.max(225, Math.round(usualMs / Math.max(1, stepMs))));
}

/** Options as text, for a detector's state. */
export function streamState({ stepMs, startMs, range, seed, learningSteps: steps }: StreamOptions): Json {
  return {
    kind: 'stream',
    version: 1,
    stepMs,
    startMs,
    ...(range !== undefined && { range: { ...range } }),
    ...(seed !== undefined && { seed }),
    ...(steps !== undefined && { steps }),
  };
}

/** @throws RangeError when the state is not one that `streamState` gave */
export function restoreStream(state: Json): StreamOptions {
  const fields = new SavedFields(state, 'stream');
  return {
    stepMs: fields.number('stepMs', 1),
    startMs: fields.number('startMs'),
    ...(fields.has('range') && { range: fields.range('range') }),
    ...(fields.has('seed') && { seed: fields.number('seed') }),
    ...(fields.has('steps') && { learningSteps: fields.number('steps') }),
  };
}
