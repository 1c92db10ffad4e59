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

/** The options with their defaults. */
export function withDefaults(given: RuleOptions): Required<RuleOptions> {
  return {
    settleMs: 60_000,
    lateness: liveLateness,
    lookbackMs: 86_400_000,
    maintenanceGraceMs: 1_800_000,
    ...given,
  };
}
