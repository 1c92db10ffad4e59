/** While an incident of the first cause is open in a cluster, findings of the others join it: they follow
 *  from it, and a second page would tell nothing new. */
export interface Inhibition {
  readonly cause: string;
  readonly explains: readonly string[];
}

export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'broker_failure',
    explains: [
      'measuring',
      'consumer_lag',
      'traffic',
      'traffic_high',
      'broker_load',
      'connections',
      'network_allowance',
      'volume',
    ],
  },
];

/** Whether an open incident of the one cause explains a finding of the other. */
export function isExplained(cause: string, by: string): boolean {
  return inhibitions.some((inhibition) => inhibition.cause === by && inhibition.explains.includes(cause));
}
