import type { Comparison, Expression } from '../catalogue/rule.ts';
import type { Unit } from '../catalogue/signal.ts';
import type { Entity } from '../series/entity.ts';
import type { ClusterData, Facts } from './data.ts';
import { type Periods, startOf, valuesByPeriod } from './periods.ts';

/** Where an expression is computed. */
export interface Place {
  readonly data: ClusterData;
  readonly facts: Facts;
  readonly entity: Entity;
  readonly periods: Periods;
}

/** The expression's value in each period, oldest first; NaN where a part of it is missing. */
export function valuesOf(expression: Expression, place: Place): Float64Array {
  const { data, facts, entity, periods } = place;
  switch (expression.kind) {
    case 'number':
      return constant(expression.value, periods);
    case 'limit':
      return constant(facts.limit(data.cluster, expression.limit), periods);
    case 'signal':
      return valuesByPeriod(data.samplesOf(expression.signal, entity), expression.statistic, periods);
    case 'across':
      return across(expression, place);
    default: {
      const left = valuesOf(expression.left, place);
      const right = valuesOf(expression.right, place);
      return left.map((value, i) => finite(compute(expression.kind, value, right[i] ?? Number.NaN)));
    }
  }
}

function constant(value: number | undefined, { count }: Periods): Float64Array {
  return new Float64Array(count).fill(value ?? Number.NaN);
}

function compute(kind: 'add' | 'subtract' | 'multiply' | 'divide', left: number, right: number): number {
  if (kind === 'add') return left + right;
  if (kind === 'subtract') return left - right;
  return kind === 'multiply' ? left * right : left / right;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

type Across = Extract<Expression, { kind: 'across' }>;

function across({ signal, statistic, with: how }: Across, { data, periods }: Place): Float64Array {
  const samples = data.samplesAcross(signal);
  const each = samples.map((one) => valuesByPeriod(one, statistic, periods));
  const firstMs = Math.min(...samples.map(({ timesMs }) => timesMs[0] ?? Number.POSITIVE_INFINITY));
  return new Float64Array(periods.count).map((_, i) => {
    const present = each.map((values) => values[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    // Before the first point nothing was measured at all; after it, silence is a count of none.
    const isMeasured = startOf(periods) + (i + 1) * periods.periodMs > firstMs;
    if (how === 'count')
      return isMeasured || isSilent(data, signal, samples.length) ? present.length : Number.NaN;
    return present.length === 0 ? Number.NaN : fold(how, present);
  });
}

/** Entities that used to emit the signal have all stopped before the window. */
function isSilent(data: ClusterData, signal: string, present: number): boolean {
  return present === 0 && data.knownOf(signal).length > 0;
}

function fold(how: 'max' | 'sum' | 'min' | 'average', values: readonly number[]): number {
  if (how === 'max') return Math.max(...values);
  if (how === 'min') return Math.min(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return how === 'sum' ? sum : sum / values.length;
}

/** Whether a value breaches a limit. */
export function breaches(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
  }
}

/** The signals that the expression reads, each with whether it is read across all entities. */
export function signalsIn(expression: Expression): readonly { signal: string; isAcross: boolean }[] {
  switch (expression.kind) {
    case 'signal':
      return [{ signal: expression.signal, isAcross: false }];
    case 'across':
      return [{ signal: expression.signal, isAcross: true }];
    case 'number':
    case 'limit':
      return [];
    default:
      return [...signalsIn(expression.left), ...signalsIn(expression.right)];
  }
}

/** The unit of the expression's values, as far as it can be told: a ratio of like things is a fraction. */
export function unitOf(expression: Expression, { signal }: Facts): Unit {
  switch (expression.kind) {
    case 'number':
    case 'limit':
      return 'count';
    case 'signal':
      return signal(expression.signal)?.unit ?? 'count';
    case 'across':
      return expression.with === 'count' ? 'count' : (signal(expression.signal)?.unit ?? 'count');
    default:
      return unitOfPair(expression, { signal });
  }
}

function unitOfPair(
  { kind, left, right }: Extract<Expression, { left: Expression }>,
  { signal }: Pick<Facts, 'signal'>,
): Unit {
  const facts = { signal, limit: () => undefined };
  if (left.kind === 'number') {
    const unit = unitOf(right, facts);
    return kind === 'multiply' && left.value === 100 && unit === 'fraction' ? 'percent' : unit;
  }
  const unit = unitOf(left, facts);
  if (kind === 'add' || kind === 'subtract') return unit;
  if (right.kind === 'number') {
    return kind === 'multiply' && right.value === 100 && unit === 'fraction' ? 'percent' : unit;
  }
  return kind === 'divide' ? 'fraction' : unit;
}
