import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Where points, verdicts and forecasts are kept, as the functions that use it see it. */
export interface PointStore {
  /** Variables that `lambdas/stores.ts` reads, `TIDEWATCH_STORE` among them. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a function may do with it. @param scope the function's construct */
  statements(scope: IConstruct, access: readonly StoreAccess[]): readonly PolicyStatement[];
  /** Wildcards in those statements as cdk-nag prints them, each with why it is needed. */
  readonly wildcards: readonly { readonly finding: string; readonly reason: string }[];
  /** Where the functions that use it must sit. @default outside of any VPC */
  readonly network?: FunctionNetwork | undefined;
}

export type StoreAccess = 'read' | 'write';

/** A place in a VPC for functions. */
export interface FunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly securityGroups: readonly ISecurityGroup[];
}
