import { Arn, ArnFormat, CfnCondition, CfnOutput, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnLink, CfnSink } from 'aws-cdk-lib/aws-oam';
import { Construct } from 'constructs';
import { readerRoleName } from '../domain/place.ts';
import { acknowledge } from './acknowledge.ts';

export interface TidewatchReaderProps {
  /** The environment that reads; it is the external id as well. */
  readonly environmentName: string;
  /** The account that the environment runs in. */
  readonly homeAccount: string;
  /**
   * ARNs of the roles that may read, with `*` where a part is not known.
   * @default - every role of the home account whose name begins with `tidewatch-ENVIRONMENT-`
   */
  readonly readers?: readonly string[];
  /** ARNs of the clusters that are read. @default - every cluster of the stack's account and region */
  readonly clusterArns?: readonly string[];
  /**
   * ARN of the home account's sink in this very region: its console and dashboards then show this account's Kafka
   * metrics too. It holds a random id, and no reference reaches over accounts.
   * @default - the template's parameter `SinkArn`; while that is `none` there is no link, and metrics are read
   * through the role alone
   */
  readonly sinkArn?: string;
}

/**
 * What a watched account grants to an environment that runs in another one: a role that reads metrics and
 * describes clusters in the stack's region, and a link for cross-account dashboards.
 */
export class TidewatchReader extends Construct {
  readonly role: Role;
  /** The link to the home account's sink. */
  readonly link: CfnLink;

  constructor(scope: Construct, id: string, props: TidewatchReaderProps) {
    super(scope, id);
    this.role = this.createRole(props);
    this.link = props.sinkArn === undefined ? this.linkByParameter() : this.createLink(props.sinkArn);
  }

  private createRole(props: TidewatchReaderProps): Role {
    const { environmentName, homeAccount } = props;
    const { region } = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: readerRoleName(environmentName, region),
      description: `Tidewatch ${environmentName}: reads Kafka metrics and clusters in ${region}`,
      assumedBy: new AccountPrincipal(homeAccount).withConditions({
        StringEquals: { 'sts:ExternalId': environmentName },
        ArnLike: { 'aws:PrincipalArn': props.readers ?? [this.readersOf(props)] },
      }),
    });
    const clusters = props.clusterArns ?? [this.everyCluster()];
    // With no resource level, the region is what can be asked for.
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadMetrics',
        actions: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'kafka:ListClustersV2'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestedRegion': region } },
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'DescribeClusters',
        actions: ['kafka:DescribeClusterV2', 'kafka:ListNodes', 'kafka:ListTopics'],
        resources: [...clusters],
      }),
    );
    explain(role, clusters);
    return role;
  }

  private linkByParameter(): CfnLink {
    const sink = new CfnParameter(this, 'SinkArn', {
      default: 'none',
      allowedPattern: 'none|arn:[a-z-]+:oam:[a-z0-9-]+:[0-9]{12}:sink/.+',
      constraintDescription: 'the ARN of an OAM sink, or none',
      description: "ARN of the home account's sink in this region, for cross-account dashboards, or none",
    });
    sink.overrideLogicalId('SinkArn');
    const link = this.createLink(sink.valueAsString);
    const isGiven = Fn.conditionNot(Fn.conditionEquals(sink.valueAsString, 'none'));
    link.cfnOptions.condition = new CfnCondition(this, 'HasSink', { expression: isGiven });
    return link;
  }

  private createLink(sinkArn: string): CfnLink {
    return new CfnLink(this, 'Link', {
      labelTemplate: '$AccountName',
      resourceTypes: ['AWS::CloudWatch::Metric'],
      linkConfiguration: { metricConfiguration: { filter: "Namespace IN ('AWS/Kafka')" } },
      sinkIdentifier: sinkArn,
    });
  }

  private readersOf({ environmentName, homeAccount }: TidewatchReaderProps): string {
    const resourceName = `tidewatch-${environmentName}-*`;
    const role = { service: 'iam', region: '', account: homeAccount, resource: 'role', resourceName };
    return Arn.format(role, Stack.of(this));
  }

  private everyCluster(): string {
    const cluster = { service: 'kafka', resource: 'cluster', resourceName: '*' };
    return Stack.of(this).formatArn({ ...cluster, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }
}

function explain(role: Role, clusters: readonly string[]): void {
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'CloudWatch reads and ListClustersV2 have no resource level; the region is a condition.',
  );
  for (const arn of clusters.filter((one) => one.endsWith('*')))
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${arn}]`,
      'Clusters chosen by tags are not known at synth: they may be described, not changed.',
    );
}

export interface TidewatchSinkProps {
  readonly environmentName: string;
  /** Accounts whose Kafka metrics are shown here. */
  readonly accounts: readonly string[];
}

/**
 * The home account's end of cross-account dashboards: a sink that takes Kafka metrics of the accounts named, in the
 * stack's region. An account has one sink a region: with one there already, give its ARN to `TidewatchReader`.
 */
export class TidewatchSink extends Construct {
  readonly sinkArn: string;

  /** @throws RangeError without accounts: a sink's policy needs at least one */
  constructor(scope: Construct, id: string, { environmentName, accounts }: TidewatchSinkProps) {
    super(scope, id);
    if (accounts.length === 0) throw new RangeError('accounts: got none; a sink is for at least one account');
    const sink = new CfnSink(this, 'Sink', {
      name: `tidewatch-${environmentName}`,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: accounts.toSorted() },
            Action: ['oam:CreateLink', 'oam:UpdateLink'],
            Resource: '*',
            Condition: { 'ForAllValues:StringEquals': { 'oam:ResourceTypes': ['AWS::CloudWatch::Metric'] } },
          },
        ],
      },
    });
    this.sinkArn = sink.attrArn;
    new CfnOutput(this, 'SinkArn', {
      value: this.sinkArn,
      description: 'Give it as parameter SinkArn to the reader stacks of this region.',
    });
  }
}
