import { cloudWatchMetricOf } from '../../domain/catalogue/emission.ts';
import { resolveLimit } from '../../domain/catalogue/limits.ts';
import type { Expression } from '../../domain/catalogue/rule.ts';
import type { CloudWatchMetric, Signal, Statistic } from '../../domain/catalogue/signal.ts';
import { signalById } from '../../domain/catalogue/signals/index.ts';
import type { Cluster } from '../../domain/cluster.ts';

/** What an expression is compiled for. */
export interface Scope {
  readonly cluster: Cluster;
  readonly periodMs: number;
}

/** One metric of a metric-math expression. */
export interface MathMetric {
  readonly id: string;
  readonly metric: string;
  readonly statistic: Statistic;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

export type Compiled =
  | { readonly kind: 'math'; readonly text: string; readonly metrics: readonly MathMetric[] }
  | { readonly kind: 'impossible'; readonly why: string };

const operators = { add: '+', subtract: '-', multiply: '*', divide: '/' } as const;

/**
 * The expression as CloudWatch metric math over metrics of the cluster as a whole, called m1, m2 … from `first`
 * on. What is measured on brokers is impossible: naming them would miss those that are added later.
 */
export function compile(expression: Expression, scope: Scope, first = 1): Compiled {
  switch (expression.kind) {
    case 'number':
      return { kind: 'math', text: numberText(expression.value), metrics: [] };
    case 'limit': {
      const value = resolveLimit(scope.cluster, expression.limit);
      if (value === undefined)
        return impossible(`the limit ${expression.limit} is not known when alarms are made`);
      return { kind: 'math', text: numberText(value), metrics: [] };
    }
    case 'signal':
      return compileSignal(expression, scope, first);
    case 'across': {
      const source = sourceOf(expression.signal, scope.cluster);
      return source.kind === 'impossible' ? source : perEntity(source.signal);
    }
    default: {
      const left = compile(expression.left, scope, first);
      if (left.kind === 'impossible') return left;
      const right = compile(expression.right, scope, first + left.metrics.length);
      if (right.kind === 'impossible') return right;
      const text = `(${left.text} ${operators[expression.kind]} ${right.text})`;
      return { kind: 'math', text, metrics: [...left.metrics, ...right.metrics] };
    }
  }
}

function compileSignal(
  { signal: id, statistic }: Extract<Expression, { kind: 'signal' }>,
  { cluster, periodMs }: Scope,
  first: number,
): Compiled {
  const source = sourceOf(id, cluster);
  if (source.kind === 'impossible') return source;
  const { signal, metric } = source;
  if (signal.entity !== 'cluster') return perEntity(signal);
  const one = mathMetric(`m${first}`, metric, statistic, cluster);
  return { kind: 'math', text: scaled(one.id, scaleOf(source, statistic, periodMs)), metrics: [one] };
}

function perEntity({ id, entity }: Signal): Compiled {
  const each = entity.replaceAll('_', ' ');
  return impossible(`${id} is measured on each ${each}, and an alarm that names them misses those to come`);
}

export interface Source {
  readonly kind: 'metric';
  readonly signal: Signal;
  readonly metric: CloudWatchMetric;
}

/** The signal and its metric on the cluster. */
export function sourceOf(
  id: string,
  cluster: Cluster,
): Source | { readonly kind: 'impossible'; readonly why: string } {
  const signal = signalById(id);
  const metric = signal && cloudWatchMetricOf(cluster, signal);
  if (!signal || !metric) return impossible(`${id} is no metric that this cluster sends to CloudWatch`);
  if (metric.aliases && metric.aliases.length > 0)
    return impossible(`the spelling of ${metric.metric} is known only at run time`);
  return { kind: 'metric', signal, metric };
}

/**
 * What to multiply the statistic of one period by to have the signal's unit. A sum is of one minute: over a
 * longer period, a signal that is averaged over time is its share.
 */
export function scaleOf({ signal, metric }: Source, statistic: Statistic, periodMs: number): number {
  const share = statistic === 'Sum' && signal.rollup === 'average' ? 60_000 / periodMs : 1;
  return (metric.scale ?? 1) * share;
}

function mathMetric(
  id: string,
  metric: CloudWatchMetric,
  statistic: Statistic,
  { name }: Cluster,
): MathMetric {
  const dimensions = metric.dimensions.map((dimension) => ({ name: dimension, value: name }));
  return { id, metric: metric.metric, statistic, dimensions };
}

function scaled(text: string, scale: number): string {
  return scale === 1 ? text : `(${text} * ${numberText(scale)})`;
}

/** Metric math knows no exponents, and a minus sign only as an operator. */
function numberText(value: number): string {
  const digits = Math.abs(value).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
  return value < 0 ? `(0 - ${digits})` : digits;
}

export function impossible(why: string): { readonly kind: 'impossible'; readonly why: string } {
  return { kind: 'impossible', why };
}
