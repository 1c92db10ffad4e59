import type { Severity } from '../catalogue/rule.ts';
import type { Entity } from '../series/entity.ts';

/** A rule that holds for an entity, or has just ceased to. */
export interface Finding {
  readonly rule: string;
  readonly entity: Entity;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  /** Since when the condition has held. */
  readonly sinceMs: number;
  /** When this was said. */
  readonly atMs: number;
  readonly evidence: Evidence;
  /** A CloudWatch alarm said it, not our own evaluation: each must take back its own word. */
  readonly origin?: 'alarm';
}

export interface Evidence {
  /** One sentence with its numbers and units, for a person woken at night. */
  readonly words: string;
  /** The numbers by name: value, limit, expected, hours … */
  readonly values: Readonly<Record<string, number>>;
}
