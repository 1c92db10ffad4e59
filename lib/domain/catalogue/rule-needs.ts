import type { Cluster } from '../cluster.ts';
import { lagSignalIds } from '../lag/lag-readings.ts';
import { emits, type SourceKind, usualSources } from './emission.ts';
import { resolveLimit } from './limits.ts';
import type { Condition, Expression, LimitId, Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { signalById } from './signals/index.ts';

/** Ids of the signals that the rule looks at, each once, the one that names the entity first. */
export function signalsOf(rule: Rule): readonly string[] {
  return [...new Set(signalsOfCondition(rule.condition))];
}

/** The limits of the cluster that the rule needs, each once. */
export function limitsOf(rule: Rule): readonly LimitId[] {
  return [...new Set(expressionsOf(rule.condition).flatMap(limitsOfExpression))];
}

/**
 * The rules that can say something of the cluster: they are for its type, it emits every signal they look
 * at, and every limit they need is known.
 * @param through the kinds of source it is watched through. @default usualSources(cluster)
 */
export function rulesFor(
  cluster: Cluster,
  through: readonly SourceKind[] = usualSources(cluster),
): readonly Rule[] {
  return rules.filter((rule) => appliesTo(rule, cluster, through));
}

function appliesTo(rule: Rule, cluster: Cluster, through: readonly SourceKind[]): boolean {
  return (
    rule.appliesTo.includes(cluster.type) &&
    limitsOf(rule).every((limit) => resolveLimit(cluster, limit) !== undefined) &&
    signalsOf(rule).every((id) => {
      const signal = signalById(id);
      return signal !== undefined && emits(cluster, signal, through);
    })
  );
}

/** What a lag state needs; what else tells of it is looked at where it is there for other reasons. */
const lagSignals = [lagSignalIds.lag, lagSignalIds.worst, lagSignalIds.seconds] as const;

function signalsOfCondition(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'anomaly':
    case 'absence':
      return [condition.signal];
    case 'lag_state':
      return lagSignals;
    case 'time_to_limit':
      return [condition.signal, ...signalsOfExpression(condition.limit)];
    case 'all':
      return condition.of.flatMap(signalsOfCondition);
    case 'threshold':
      return expressionsOf(condition).flatMap(signalsOfExpression);
  }
}

function expressionsOf(condition: Condition): readonly Expression[] {
  switch (condition.kind) {
    case 'anomaly':
    case 'absence':
    case 'lag_state':
      return [];
    case 'time_to_limit':
      return [condition.limit];
    case 'all':
      return condition.of.flatMap(expressionsOf);
    case 'threshold': {
      const { value, limit, recoveryLimit } = condition;
      return recoveryLimit ? [value, limit, recoveryLimit] : [value, limit];
    }
  }
}

function signalsOfExpression(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
    case 'limit':
      return [];
    case 'signal':
    case 'across':
      return [expression.signal];
    default:
      return [...signalsOfExpression(expression.left), ...signalsOfExpression(expression.right)];
  }
}

function limitsOfExpression(expression: Expression): readonly LimitId[] {
  switch (expression.kind) {
    case 'number':
    case 'signal':
    case 'across':
      return [];
    case 'limit':
      return [expression.limit];
    default:
      return [...limitsOfExpression(expression.left), ...limitsOfExpression(expression.right)];
  }
}
