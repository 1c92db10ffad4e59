import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Severity } from '../../../domain/catalogue/rule.ts';

/** An alarm on a part of Tidewatch. */
export interface SelfAlarm {
  /** One of `selfRules` (lib/domain/catalogue/self-rules.ts). */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, for a person. */
  readonly words: string;
  readonly metric: IMetric;
  /** @default 1 */
  readonly limit?: number;
  /** Below the limit, or without data, is wrong. @default false: at the limit or above */
  readonly below?: boolean;
  /** How many periods are looked at. @default 1 */
  readonly periods?: number;
  /** How many of them must be wrong. @default all */
  readonly breaching?: number;
}
