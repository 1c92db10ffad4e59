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
  // More traffic while a disk fills is the reason of a page that is out already. Not the other way round: a disk that
  // fills has to wake somebody, whatever warning of traffic is open.
  { cause: 'disk', explains: ['traffic_high'] },
];

/** Whether an open incident of the one cause explains a finding of the other. */
export function isExplained(cause: string, by: string): boolean {
  return inhibitions.some((inhibition) => inhibition.cause === by && inhibition.explains.includes(cause));
}

/** Whether something else may be the reason of findings of the cause. */
export function canBeExplained(cause: string): boolean {
  return inhibitions.some(({ explains }) => explains.includes(cause));
}
