import type { ClusterType } from '../cluster.ts';
import type { LagState } from '../lag/lag-state.ts';
import type { EntityKind } from '../series/entity.ts';
import type { Statistic } from './signal.ts';

/** Severities in PagerDuty's words, worst first. */
export const severities = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Limits that depend on the cluster; `limits.ts` beside this file resolves them. */
export type LimitId =
  | 'partitions_recommended'
  | 'express_ingress_bytes_per_second'
  | 'express_egress_bytes_per_second'
  | 'volume_bytes_per_second'
  | 'storage_bytes'
  | 'retention_seconds'
  | 'broker_count';

/** A value computed from signals, for each entity of the rule's kind. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** The signal of the rule's entity (or of its cluster, for a signal measured on clusters). */
  | { readonly kind: 'signal'; readonly signal: string; readonly statistic: Statistic }
  /** One value a cluster from the values of all its entities. */
  | {
      readonly kind: 'across';
      readonly signal: string;
      readonly statistic: Statistic;
      readonly with: 'max' | 'sum' | 'min' | 'average' | 'count';
    }
  | { readonly kind: 'limit'; readonly limit: LimitId }
  | {
      readonly kind: 'add' | 'subtract' | 'multiply' | 'divide';
      readonly left: Expression;
      readonly right: Expression;
    };

export type Comparison = '>' | '>=' | '<' | '<=';

export interface Threshold {
  readonly kind: 'threshold';
  readonly value: Expression;
  readonly comparison: Comparison;
  readonly limit: Expression;
  /** Hysteresis: once firing, it goes on until the value is on the good side of this. @default limit */
  readonly recoveryLimit?: Expression;
}

/** The detectors hold the newest points of the signal to be abnormal, in the harmful direction. */
export interface Anomaly {
  readonly kind: 'anomaly';
  readonly signal: string;
  readonly direction: 'high' | 'low' | 'both';
  /** Share of the expected value by which it must differ as well: what is abnormal is not always news. @default 0 */
  readonly leastShare?: number;
}

/** The forecast reaches the limit within the time. */
export interface TimeToLimit {
  readonly kind: 'time_to_limit';
  readonly signal: string;
  readonly limit: Expression;
  readonly withinMs: number;
}

/** An entity that used to emit the signal has gone silent. */
export interface Absence {
  readonly kind: 'absence';
  readonly signal: string;
  readonly silentMs: number;
  /** While it is known that nothing arrives in the entity's topic, silence is no news. @default it always is */
  readonly unlessIdle?: true;
}

/** Consumer lag is in one of the states, judged over hours of it without a threshold (lib/domain/lag). */
export interface LagCondition {
  readonly kind: 'lag_state';
  /** Lag by group and topic: it names the entity. */
  readonly signal: 'lag_sum';
  readonly states: readonly LagState[];
}

/** All of them hold at once. The first one names the entity. */
export interface AllOf {
  readonly kind: 'all';
  readonly of: readonly (Threshold | Anomaly | Absence)[];
}

export type Condition = Threshold | Anomaly | TimeToLimit | Absence | LagCondition | AllOf;

export interface Rule {
  /** snake_case, unique, stable: it is part of every incident's dedup key. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly appliesTo: readonly ClusterType[];
  readonly entity: EntityKind;
  readonly condition: Condition;
  /** CloudWatch's words, so that one rule means the same locally and as an alarm: of the newest
   *  `periods` periods of `periodMs`, at least `breaching` must breach. */
  readonly periodMs: number;
  readonly periods: number;
  readonly breaching: number;
  /** The condition must be gone this long before the finding is resolved. */
  readonly recoveryMs: number;
  /** What a period without data means: nothing new (`hold`), fine (`ok`), or breaching. */
  readonly missing: 'hold' | 'ok' | 'breaching';
  readonly runbook: string;
  /** Findings of one cause in one cluster become one incident; the rank says which of them names it (0 first). */
  readonly cause: { readonly id: string; readonly rank: number };
  /** Findings that MSK's own maintenance makes, and that are held back while the cluster says it is under way. */
  readonly expectedInMaintenance?: true;
  /** Where the rule's numbers come from. */
  readonly source: string;
}
