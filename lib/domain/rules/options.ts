import type { LagSettings } from '../lag/allowed-lag.ts';

export interface RuleOptions {
  /** A minute is judged once it is over by so much. @default 60_000 */
  readonly settleMs?: number;
  /** How late points of each cadence may come without counting as missing, for sources that are polled
   *  rarely. In ms. @default none: `liveLateness` */
  readonly lateness?: Lateness;
  /** Entities silent for longer are forgotten. @default 86_400_000 */
  readonly lookbackMs?: number;
  /** How long MSK's own maintenance may explain a finding. @default 1_800_000 */
  readonly maintenanceGraceMs?: number;
  /** Until then nothing new fires: a maintenance window of the user's is open. What fires goes on, and may be
   *  resolved. @default none is open */
  readonly quietUntilMs?: number;
  /** Lag that is allowed, and what is different for single groups. @default 1000 messages, or a minute */
  readonly lag?: LagSettings;
}

export interface Lateness {
  readonly critical: number;
  readonly normal: number;
  readonly slow: number;
}

/** For sources that measure now. */
const liveLateness: Lateness = { critical: 0, normal: 0, slow: 0 };
/** For CloudWatch under the poll plan (5, 15 and 60 minutes), with five minutes for AWS to publish. */
export const polledLateness: Lateness = { critical: 600_000, normal: 1_200_000, slow: 3_900_000 };

/** What AWS needs to publish a point, in ms: a run of the collector more often than that finds nothing more. */
const publishMs = 300_000;

/**
 * How late points come when each cadence is polled so often, in ms: a point waits for the end of its interval,
 * and then for AWS to publish it or for the collector to run, whichever is later.
 * @param cadences from one poll to the next, in ms
 * @param collectMs from one run of the collector to the next, in ms. @default 300_000
 */
export function latenessOf(cadences: Lateness, collectMs: number = publishMs): Lateness {
  const waitMs = Math.max(publishMs, collectMs);
  return {
    critical: cadences.critical + waitMs,
    normal: cadences.normal + waitMs,
    slow: cadences.slow + waitMs,
  };
}

/** The options with their defaults. */
export function withDefaults(given: RuleOptions): Required<RuleOptions> {
  return {
    settleMs: 60_000,
    lateness: liveLateness,
    lookbackMs: 86_400_000,
    maintenanceGraceMs: 1_800_000,
    quietUntilMs: Number.NEGATIVE_INFINITY,
    lag: {},
    ...given,
  };
}
