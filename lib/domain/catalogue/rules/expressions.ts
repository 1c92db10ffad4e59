import type { ClusterType } from '../../cluster.ts';
import type { AllOf, Anomaly, Comparison, Expression, LimitId, Rule, Threshold } from '../rule.ts';
import type { Statistic } from '../signal.ts';

export const minute = 60_000;
export const hour = 60 * minute;

export const provisioned = ['standard', 'express'] as const satisfies readonly ClusterType[];
/** Those whose replicas are the user's business. */
export const replicated = ['standard', 'self_managed'] as const satisfies readonly ClusterType[];
export const withBrokers = ['standard', 'express', 'self_managed'] as const satisfies readonly ClusterType[];
export const everyType = [
  'standard',
  'express',
  'serverless',
  'self_managed',
] as const satisfies readonly ClusterType[];

type Timing = Pick<Rule, 'periodMs' | 'periods' | 'breaching'>;
/** `lasting(5 * minute, 3)`: three periods of five minutes in a row, or `breaching` of them. */
export const lasting = (periodMs: number, periods: number, breaching = periods): Timing => ({
  periodMs,
  periods,
  breaching,
});

export const number = (value: number): Expression => ({ kind: 'number', value });
export const limit = (id: LimitId): Expression => ({ kind: 'limit', limit: id });
export const value = (signal: string, statistic: Statistic): Expression => ({
  kind: 'signal',
  signal,
  statistic,
});
export const across = (
  signal: string,
  statistic: Statistic,
  how: Extract<Expression, { kind: 'across' }>['with'],
): Expression => ({ kind: 'across', signal, statistic, with: how });
const binary =
  (kind: 'add' | 'multiply' | 'divide') =>
  (left: Expression, right: Expression): Expression => ({ kind, left, right });
export const add = binary('add');
export const multiply = binary('multiply');
export const divide = binary('divide');

/** A threshold; with `recovery` it goes on until the value is on the good side of that. */
export function when(
  what: Expression,
  comparison: Comparison,
  than: Expression | number,
  recovery?: Expression | number,
): Threshold {
  const expression = (side: Expression | number) => (typeof side === 'number' ? number(side) : side);
  return {
    kind: 'threshold',
    value: what,
    comparison,
    limit: expression(than),
    ...(recovery !== undefined && { recoveryLimit: expression(recovery) }),
  };
}

export const abnormal = (signal: string, direction: Anomaly['direction'], leastShare?: number): Anomaly => ({
  kind: 'anomaly',
  signal,
  direction,
  ...(leastShare !== undefined && { leastShare }),
});

/** Traffic that falls short by less may have moved to another broker; that it is lost would show on all. */
export const farBelow = 0.25;
/** Traffic higher by less is a good day: what it may overload has rules of its own. */
export const farAbove = 0.5;

export const all = (...of: AllOf['of']): AllOf => ({ kind: 'all', of });

/** While replicas are missing, the brokers that are left carry more: that is the loss, and no news of its own. */
export const fullyReplicated = when(across('under_replicated_partitions', 'Maximum', 'max'), '<=', 0);

export const sources = {
  bestPractices: 'MSK developer guide, best practices for Standard brokers',
  expressPractices: 'MSK developer guide, best practices for Express brokers',
  skill: 'aws/agent-toolkit-for-aws, managing-amazon-msk, monitor-and-alarm',
  lagRules: 'MSK developer guide, consumer lag: when the metrics are emitted',
  zombie: 'aws-samples/sample-msk-zombie-broker-autoheal',
  burrow: 'states after LinkedIn Burrow, evaluator/caching.go, on lag and traffic; times are our own',
  kafka: 'Apache Kafka documentation, monitoring',
  own: "Tidewatch's own choice",
} as const;
