import type { Anomaly, Condition, Expression, Rule } from '../rule.ts';
import { code } from './markdown.ts';

const operators = { add: '+', subtract: '-', multiply: '×', divide: '/' } as const;

/** A duration in the largest unit that it is a whole number of. */
export function durationWords(ms: number): string {
  const units = [
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const;
  const unit = units.find(([, size]) => ms >= size && ms % size === 0);
  return unit ? `${ms / unit[1]} ${unit[0]}` : `${ms} ms`;
}

export function expressionWords(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'limit':
      return expression.limit.replaceAll('_', ' ');
    case 'signal':
      return `${expression.statistic} of ${code(expression.signal)}`;
    case 'across':
      return `${expression.with} of all ${code(expression.signal)}`;
    default:
      return `${operand(expression.left)} ${operators[expression.kind]} ${operand(expression.right)}`;
  }
}

function operand(expression: Expression): string {
  const words = expressionWords(expression);
  return 'left' in expression ? `(${words})` : words;
}

export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'threshold': {
      const { value, comparison, limit, recoveryLimit } = condition;
      const held = `${expressionWords(value)} ${comparison} ${expressionWords(limit)}`;
      return recoveryLimit ? `${held} (until ${expressionWords(recoveryLimit)})` : held;
    }
    case 'anomaly':
      return anomalyWords(condition);
    case 'time_to_limit':
      return `${code(condition.signal)} forecast to reach ${expressionWords(condition.limit)} within ${durationWords(condition.withinMs)}`;
    case 'absence':
      return `${code(condition.signal)} silent for ${durationWords(condition.silentMs)}${condition.unlessIdle ? ', unless its topic is known to be idle' : ''}`;
    case 'lag_state':
      return `${code('consumer_lag_state')} is ${condition.states.join(' or ')}`;
    case 'all':
      return condition.of.map(conditionWords).join(' and ');
  }
}

function anomalyWords({ signal, direction, leastShare }: Anomaly): string {
  const least =
    leastShare === undefined ? '' : `, by ${Math.round(100 * leastShare)} % of the expected or more`;
  return `${code(signal)} abnormally ${direction === 'both' ? 'high or low' : direction}${least}`;
}

/** How long it must hold, and how long it must be gone. */
export function timingWords({ periodMs, periods, breaching, recoveryMs }: Rule): string {
  const period = durationWords(periodMs);
  const held = periods === breaching ? `${periods} × ${period}` : `${breaching} of ${periods} × ${period}`;
  return `${held}, gone for ${durationWords(recoveryMs)}`;
}
