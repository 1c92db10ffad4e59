import { resolveLimit } from '../../domain/catalogue/limits.ts';
import type { AllOf, Comparison, Expression, Rule, Threshold } from '../../domain/catalogue/rule.ts';
import type { CloudWatchMetric, Statistic } from '../../domain/catalogue/signal.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { EntityKind } from '../../domain/series/entity.ts';
import { type Compiled, compile, type MathMetric, scaleOf, sourceOf } from './metric-math.ts';

/** How CloudWatch can watch a rule on a cluster, or why it cannot and the detect function does. */
export type NativePlan =
  | {
      readonly kind: 'math';
      /** One alarm each; `undefined` is the cluster itself. */
      readonly alarms: readonly {
        readonly broker: string | undefined;
        readonly text: string;
        readonly metrics: readonly MathMetric[];
      }[];
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

/**
 * The plan for a rule on a cluster. Ours are: what only forecasts, detectors or absence can say, what MSK's
 * own maintenance makes (an alarm cannot know the cluster's state), entities that nobody knows at synth
 * unless one query finds them, and windows longer than CloudWatch looks back.
 */
export function nativePlan(rule: Rule, cluster: Cluster): NativePlan {
  if (rule.expectedInMaintenance)
    return ours("expected in MSK's own maintenance, which an alarm cannot know");
  const window = windowProblem(rule);
  if (window) return ours(window);
  const { condition } = rule;
  switch (condition.kind) {
    case 'threshold':
      return insightsPlan(rule, condition, cluster) ?? thresholdPlan(rule, condition, cluster);
    case 'all':
      return allPlan(rule, condition, cluster);
    case 'absence':
      return ours('CloudWatch cannot tell an entity gone silent from one that never was');
    case 'anomaly':
      return ours('judged by our detectors');
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

/** One query for all entities of a rule on one signal; `undefined` when the rule is none such. */
function insightsPlan(rule: Rule, condition: Threshold, cluster: Cluster): NativePlan | undefined {
  const { value } = condition;
  const isWhole =
    value.kind === 'across' && rule.entity === 'cluster' && isSameFold(value.with, value.statistic);
  const isEach = value.kind === 'signal' && rule.entity !== 'cluster';
  if (!isWhole && !isEach) return undefined;
  // A vanished contributor is no breach, and the alarm sees three hours only.
  if (rule.missing === 'breaching' || rule.periods * rule.periodMs > insightsWindowMs) return undefined;
  const source = sourceOf(value.signal, cluster);
  if (source.kind === 'impossible') return undefined;
  if (isEach && source.signal.entity !== rule.entity) return undefined;
  const limit = constantOf(condition.limit, cluster);
  if (limit === undefined) return undefined;
  const query = insightsQuery(source.metric, value.statistic, cluster.name, isEach);
  const scale = scaleOf(source, value.statistic, rule.periodMs);
  return { kind: 'insights', query, comparison: condition.comparison, threshold: limit / scale };
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
  const { value } = condition;
  if (value.kind === 'signal') {
    // Said first, as it is the better reason of two.
    const source = sourceOf(value.signal, cluster);
    if (source.kind === 'impossible') return ours(source.why);
  }
  const constant = constantOf(condition.limit, cluster);
  const difference: Expression =
    constant === undefined
      ? { kind: 'subtract', left: condition.value, right: condition.limit }
      : condition.value;
  return mathPlan(rule, cluster, condition.comparison, constant ?? 0, (broker) =>
    compile(difference, { cluster, broker, periodMs: rule.periodMs }),
  );
}

/** All thresholds at once: one where all hold, else nought. */
function allPlan(rule: Rule, { of }: AllOf, cluster: Cluster): NativePlan {
  const thresholds = of.filter((one) => one.kind === 'threshold');
  if (thresholds.length < of.length) return ours('one of its conditions is no threshold');
  return mathPlan(rule, cluster, '>=', 1, (broker) => {
    const scope = { cluster, broker, periodMs: rule.periodMs };
    const parts: string[] = [];
    const metrics: MathMetric[] = [];
    for (const { value, comparison, limit } of thresholds) {
      const left = compile(value, scope, metrics.length + 1);
      if (left.kind === 'impossible') return left;
      metrics.push(...left.metrics);
      const right = compile(limit, scope, metrics.length + 1);
      if (right.kind === 'impossible') return right;
      metrics.push(...right.metrics);
      parts.push(`${left.text} ${comparison} ${right.text}`);
    }
    return { kind: 'math', text: `IF(${parts.join(' AND ')}, 1, 0)`, metrics };
  });
}

function mathPlan(
  rule: Rule,
  cluster: Cluster,
  comparison: Comparison,
  threshold: number,
  make: (broker: string | undefined) => Compiled,
): NativePlan {
  const entities = knownEntities(rule.entity, cluster.brokerIds);
  if (entities.length === 0)
    return ours(
      `it is about each ${rule.entity.replaceAll('_', ' ')}, which nobody knows when alarms are made`,
    );
  const alarms: Extract<NativePlan, { kind: 'math' }>['alarms'][number][] = [];
  for (const broker of entities) {
    const made = make(broker);
    if (made.kind === 'impossible') return ours(made.why);
    if (made.metrics.length === 0) return ours('it looks at no metric');
    if (made.metrics.length > mathMetrics)
      return ours(`an alarm takes ${mathMetrics} metrics, and this takes ${made.metrics.length}`);
    alarms.push({ broker, text: made.text, metrics: made.metrics });
  }
  return { kind: 'math', alarms, comparison, threshold };
}

function knownEntities(kind: EntityKind, brokerIds: readonly string[]): readonly (string | undefined)[] {
  if (kind === 'cluster') return [undefined];
  return kind === 'broker' ? brokerIds : [];
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
