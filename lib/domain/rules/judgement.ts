import type { LagReport } from '../lag/cluster-lag.ts';
import type { Entity } from '../series/entity.ts';
import { entityKind, entityWords } from '../series/entity.ts';
import type { ClusterData } from './data.ts';
import type { Place } from './expression.ts';

export type Mark = 'breach' | 'ok' | 'missing';

/** What a condition says of an entity. */
export interface Judgement {
  /** One a period, oldest first. */
  readonly marks: readonly Mark[];
  /** What is wrong, in words and numbers, with no full stop. */
  readonly words: string;
  /** What is seen now, for when it is over. */
  readonly overWords: string;
  readonly values: Readonly<Record<string, number>>;
  /** The number by which one tells whether it has got worse. */
  readonly main: number;
  /** The words tell the time already. */
  readonly tellsTime?: true;
  /** Since when it breaches, where the condition itself knows better than its periods. */
  readonly sinceMs?: number;
}

/** What a condition is judged on. */
export interface Bench extends Place {
  readonly nowMs: number;
  /** Since when the evaluation has run without a long break: silence before it proves nothing. */
  readonly resumedMs: number;
  /** How late points of a signal may come in without being missing, in ms. */
  readonly lateMs: (signal: string) => number;
  /** It fires already: limits are those of recovery. */
  readonly isFiring: boolean;
  readonly ruleTitle: string;
  /** Where the entity's lag stands, where that can be said. */
  readonly lag?: LagReport;
}

/** `broker 2 of orders`, or the cluster's name alone. */
export function whereWords({ cluster }: ClusterData, entity: Entity): string {
  return entityKind(entity) === 'cluster' ? cluster.name : `${entityWords(entity)} of ${cluster.name}`;
}

export function allPeriods(mark: Mark, count: number): readonly Mark[] {
  return Array.from({ length: count }, () => mark);
}
