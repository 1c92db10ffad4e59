import { resolveLimit } from '../../domain/catalogue/limits.ts';
import type { AllOf, Comparison, Expression, Rule, Threshold } from '../../domain/catalogue/rule.ts';
import type { CloudWatchMetric, Statistic } from '../../domain/catalogue/signal.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { EntityKind } from '../../domain/series/entity.ts';
import { type Compiled, compile, type MathMetric, type Source, scaleOf, sourceOf } from './metric-math.ts';

/** How CloudWatch can watch a rule on a cluster, or why it cannot and our own evaluation does. */
export type NativePlan =
  /** An expression over metrics of the cluster as a whole. */
  | {
      readonly kind: 'math';
      readonly text: string;
      readonly metrics: readonly MathMetric[];
      readonly comparison: Comparison;
      readonly threshold: number;
    }
  /** One query over all entities: each one that returns data is a contributor of the alarm. */
  | {
      readonly kind: 'insights';
      readonly query: string;
      readonly comparison: Comparison;
      readonly threshold: number;
    }
  | { readonly kind: 'ours'; readonly why: string };

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Metrics in one metric-math alarm, at most (CloudWatch quota). */
const mathMetrics = 10;
/** How far back a Metrics Insights alarm sees (CloudWatch quota). */
const insightsWindowMs = 3 * hourMs;
/** What a query alarm watches one by one: few in a cluster. It is billed for each series that it looks at. */
const queried: ReadonlySet<EntityKind> = new Set(['broker', 'broker_auth']);

/**
 * The plan for a rule on a cluster. No alarm names a broker: a broker that is added later would be watched by
 * nobody until the next deploy. So natively watched are the cluster's own metrics and, by query, each broker.
 * Ours are: what only forecasts, detectors or absence can say, what MSK's own maintenance makes (an alarm
 * cannot know the cluster's state), sums of a broker's metrics, topics and groups, and long windows.
 */
export function nativePlan(rule: Rule, cluster: Cluster): NativePlan {
  if (rule.expectedInMaintenance)
    return ours("expected in MSK's own maintenance, which an alarm cannot know");
  const window = windowProblem(rule);
  if (window) return ours(window);
  const { condition } = rule;
  switch (condition.kind) {
    case 'threshold':
      return rule.entity === 'cluster'
        ? (acrossPlan(rule, condition, cluster) ?? thresholdPlan(rule, condition, cluster))
        : eachPlan(rule, condition, cluster);
    case 'all':
      return allPlan(rule, condition, cluster);
    case 'absence':
      return ours('CloudWatch cannot tell an entity gone silent from one that never was');
    case 'anomaly':
      return ours('judged by our detectors');
    case 'lag_state':
      return ours('judged over hours of lag, by what is usual of the group');
    case 'time_to_limit':
      return ours('judged on our forecasts');
  }
}

function ours(why: string): NativePlan {
  return { kind: 'ours', why };
}

function windowProblem({ periodMs, periods }: Rule): string | undefined {
  if (periodMs < 60_000 || periodMs % 60_000 !== 0) return 'its period is no whole number of minutes';
  const longest = periodMs >= hourMs ? 7 * dayMs : dayMs;
  return periods * periodMs > longest ? 'it looks back further than an alarm does' : undefined;
}

/** One query with a contributor for each entity of the rule. */
function eachPlan(rule: Rule, { value, comparison, limit }: Threshold, cluster: Cluster): NativePlan {
  if (value.kind !== 'signal') return ours(manyMetrics(rule));
  // Said first, as it is the better reason of two.
  const source = sourceOf(value.signal, cluster);
  if (source.kind === 'impossible') return ours(source.why);
  if (!queried.has(rule.entity))
    return ours(`an alarm is billed for each ${words(rule)}, and there may be any number`);
  if (source.signal.entity !== rule.entity)
    return ours(`${source.signal.id} is not measured on each ${words(rule)}`);
  if (rule.missing === 'breaching') return ours(`a query does not see a ${words(rule)} that is gone`);
  if (seesTooFar(rule)) return ours('it looks back further than a query does');
  const constant = constantOf(limit, cluster);
  if (constant === undefined) return ours(unknownLimit(limit));
  return insights(rule, { source, statistic: value.statistic, comparison, limit: constant }, cluster, true);
}

/** One query that folds all entities into one value; `undefined` when the rule is none such. */
function acrossPlan(rule: Rule, condition: Threshold, cluster: Cluster): NativePlan | undefined {
  const { value, comparison } = condition;
  if (value.kind !== 'across' || !isSameFold(value.with, value.statistic)) return undefined;
  // No contributor at all is no breach, and the alarm sees three hours only.
  if (rule.missing === 'breaching' || seesTooFar(rule)) return undefined;
  const source = sourceOf(value.signal, cluster);
  const limit = constantOf(condition.limit, cluster);
  if (source.kind === 'impossible' || !queried.has(source.signal.entity) || limit === undefined)
    return undefined;
  return insights(rule, { source, statistic: value.statistic, comparison, limit }, cluster, false);
}

function seesTooFar({ periods, periodMs }: Rule): boolean {
  return periods * periodMs > insightsWindowMs;
}

function words({ entity }: Rule): string {
  return entity.replaceAll('_', ' ');
}

function manyMetrics(rule: Rule): string {
  return `it takes several metrics of one ${words(rule)}, and an alarm that names one misses those to come`;
}

function unknownLimit(limit: Expression): string {
  return limit.kind === 'limit'
    ? `the limit ${limit.limit} is not known when alarms are made`
    : 'its limit is itself measured';
}

interface Query {
  readonly source: Source;
  readonly statistic: Statistic;
  readonly comparison: Comparison;
  /** In the signal's unit. */
  readonly limit: number;
}

function insights(
  rule: Rule,
  { source, statistic, comparison, limit }: Query,
  cluster: Cluster,
  isGrouped: boolean,
): NativePlan {
  const query = insightsQuery(source.metric, statistic, cluster.name, isGrouped);
  return {
    kind: 'insights',
    query,
    comparison,
    threshold: limit / scaleOf(source, statistic, rule.periodMs),
  };
}

/** Folding over entities and over time is one thing only for these pairs. */
function isSameFold(fold: Extract<Expression, { kind: 'across' }>['with'], statistic: Statistic): boolean {
  return (
    (fold === 'max' && statistic === 'Maximum') ||
    (fold === 'min' && statistic === 'Minimum') ||
    (fold === 'sum' && statistic === 'Sum')
  );
}

const insightsFunctions = { Average: 'AVG', Maximum: 'MAX', Minimum: 'MIN', Sum: 'SUM' } as const;

/** Source: CloudWatch user guide, "Metrics Insights query components and syntax". */
export function insightsQuery(
  { metric, dimensions }: CloudWatchMetric,
  statistic: Statistic,
  clusterName: string,
  isGrouped: boolean,
): string {
  const schema = ['"AWS/Kafka"', ...dimensions.map((name) => `"${name}"`)].join(', ');
  const groups = dimensions.filter((name) => name !== 'Cluster Name').map((name) => `"${name}"`);
  const grouping = isGrouped && groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
  const where = `"Cluster Name" = '${clusterName.replaceAll("'", "''")}'`;
  return `SELECT ${insightsFunctions[statistic]}("${metric}") FROM SCHEMA(${schema}) WHERE ${where}${grouping}`;
}

function thresholdPlan(rule: Rule, condition: Threshold, cluster: Cluster): NativePlan {
  const constant = constantOf(condition.limit, cluster);
  const difference: Expression =
    constant === undefined
      ? { kind: 'subtract', left: condition.value, right: condition.limit }
      : condition.value;
  const made = compile(difference, { cluster, periodMs: rule.periodMs });
  return mathPlan(made, condition.comparison, constant ?? 0);
}

/** All thresholds at once: one where all hold, else nought. */
function allPlan(rule: Rule, { of }: AllOf, cluster: Cluster): NativePlan {
  const thresholds = of.filter((one) => one.kind === 'threshold');
  if (thresholds.length < of.length) return ours('one of its conditions is no threshold');
  if (rule.entity !== 'cluster') return ours(manyMetrics(rule));
  const scope = { cluster, periodMs: rule.periodMs };
  const parts: string[] = [];
  const metrics: MathMetric[] = [];
  for (const { value, comparison, limit } of thresholds) {
    const left = compile(value, scope, metrics.length + 1);
    if (left.kind === 'impossible') return ours(left.why);
    metrics.push(...left.metrics);
    const right = compile(limit, scope, metrics.length + 1);
    if (right.kind === 'impossible') return ours(right.why);
    metrics.push(...right.metrics);
    parts.push(`${left.text} ${comparison} ${right.text}`);
  }
  return mathPlan({ kind: 'math', text: `IF(${parts.join(' AND ')}, 1, 0)`, metrics }, '>=', 1);
}

function mathPlan(made: Compiled, comparison: Comparison, threshold: number): NativePlan {
  if (made.kind === 'impossible') return ours(made.why);
  const { text, metrics } = made;
  if (metrics.length === 0) return ours('it looks at no metric');
  if (metrics.length > mathMetrics)
    return ours(`an alarm takes ${mathMetrics} metrics, and this takes ${metrics.length}`);
  return { kind: 'math', text, metrics, comparison, threshold };
}

/** The number that an expression without signals stands for. */
export function constantOf(expression: Expression, cluster: Cluster): number | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'limit':
      return resolveLimit(cluster, expression.limit);
    case 'signal':
    case 'across':
      return undefined;
    default: {
      const left = constantOf(expression.left, cluster);
      const right = constantOf(expression.right, cluster);
      if (left === undefined || right === undefined) return undefined;
      if (expression.kind === 'add') return left + right;
      if (expression.kind === 'subtract') return left - right;
      return expression.kind === 'multiply' ? left * right : left / right;
    }
  }
}
