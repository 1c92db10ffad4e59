import { normalReach } from '../../numerics/normal-quantile.ts';
import { type Calendar, emptyCalendar, united } from '../../series/calendar/index.ts';
import type { FitOptions, FitResult, Json, RatedForecaster } from '../forecaster.ts';
import { type Lesson, learn } from './learn.ts';
import { createModel, type ExplainedModel, type ExplainedState, putBack } from './model.ts';
import { unpackState } from './state.ts';

/** A forecaster that knows the calendar. */
export interface ExplainedForecaster extends RatedForecaster {
  fit(y: Float64Array, options: FitOptions): FitResult<ExplainedModel>;
  restore(state: Json): ExplainedModel;
}

/** Level of the expectations of the past that a fit hands out. */
const pastLevel = 0.95;

/**
 * A forecaster of what a series would be without campaigns, holidays and month ends, with their effects put back
 * where the calendar says that they come. Maintenance is taken for a gap.
 *
 * Effects multiply, or add where values are 0 or below. Series without a season (`periods` is empty) fill up or drain:
 * they take no effects. A model knows what comes until 400 days after its fit.
 */
export function explained(inner: RatedForecaster, calendar: Calendar): ExplainedForecaster {
  return {
    id: 'explained',
    fit: (y, options) => fitExplained(inner, calendar, y, options),
    restore: (state) => createModel(unpackState(state, restorerAmong([inner]))),
  };
}

/** What restores the models that `explained` made of any of these forecasters. Its own fits know no calendar.
 *  @throws RangeError without a forecaster */
export function explainedAmong(inners: readonly RatedForecaster[]): ExplainedForecaster {
  const [first] = inners;
  if (first === undefined) throw new RangeError('got no forecasters: give at least one');
  return {
    ...explained(first, emptyCalendar),
    restore: (state) => createModel(unpackState(state, restorerAmong(inners))),
  };
}

function restorerAmong(inners: readonly RatedForecaster[]) {
  return (id: string, state: Json) => {
    const inner = inners.find((one) => one.id === id);
    if (inner === undefined) {
      const known = inners.map((one) => one.id).join(', ');
      throw new RangeError(`got a state of forecaster ${id}, known here: ${known}; train anew`);
    }
    return inner.restore(state);
  };
}

function fitExplained(
  inner: RatedForecaster,
  calendar: Calendar,
  y: Float64Array,
  options: FitOptions,
): FitResult<ExplainedModel> {
  const lesson = learn(y, calendar, options);
  const { range = {}, ...rest } = options;
  const innerRange = calmRange(lesson, range);
  const fitted = inner.fit(lesson.calm, { ...rest, ...(innerRange && { range: innerRange }) });
  if (fitted.kind === 'too_short') return fitted;
  const { startMs, stepMs } = options;
  const endMs = startMs + y.length * stepMs;
  const state: ExplainedState = {
    inner: fitted.model,
    scale: lesson.scale,
    stepMs,
    nextMs: endMs,
    range,
    coming: lesson.known.map(({ influence, belief }) => ({
      name: influence.name,
      shift: belief.shift,
      variance: belief.variance + belief.between,
      spans: influence.spans,
    })),
    maintenance: united(calendar.maintenance),
    effects: lesson.effects,
    notes: lesson.notes,
  };
  const expectations = fitted.expectations ?? [];
  const firstMs = endMs - expectations.length * stepMs;
  const reach = normalReach(pastLevel);
  return {
    kind: 'fitted',
    model: createModel(state),
    expectations: expectations.map((one, i) => putBack(state, one, firstMs + i * stepMs, reach)),
  };
}

/** Bounds that hold without effects too: a value at its most would be beyond it without what takes away from it. */
function calmRange({ scale, known }: Lesson, range: NonNullable<FitOptions['range']>) {
  if (known.length === 0) return range;
  return scale.kind === 'ratio' && range.min === 0 ? { min: 0 } : undefined;
}
