/** An account and a region: clusters, their metrics and the rights to read them are of one place. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A stable text of the place. */
export function placeKey({ account, region }: Place): string {
  return `${account}/${region}`;
}

/**
 * The name of the role by which an environment reads in another account; at most 64 characters for names of
 * environments up to 32. The region is part of it, as IAM knows no regions and a stack a region makes one.
 */
export function readerRoleName(environment: string, region: string): string {
  return `tidewatch-${environment}-reader-${region}`;
}

/** The ARN of that role. @param partition `aws`, `aws-cn` … */
export function readerRoleArn(partition: string, environment: string, { account, region }: Place): string {
  return `arn:${partition}:iam::${account}:role/${readerRoleName(environment, region)}`;
}
