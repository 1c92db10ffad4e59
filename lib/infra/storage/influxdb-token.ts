import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge, findingText } from '../acknowledge.ts';
import { bundlingOf, entryOf } from '../bundling.ts';
import { vpcAccess } from '../vpc-access.ts';
import type { FunctionNetwork } from './point-store.ts';

export interface InfluxTokenProps {
  readonly engine: 'v2' | 'v3';
  readonly url: string;
  readonly network: FunctionNetwork;
  readonly key: IKey;
  /** Secret of the administrator. */
  readonly adminArn: string;
  /** Where the token of the functions goes; v2 alone, as v3 has one from the start. */
  readonly token?: ISecret;
  readonly organization: string;
  /** Bucket or database. */
  readonly bucket: string;
  /** How long it keeps points. */
  readonly keep: Duration;
  /** A higher number makes a new token. */
  readonly version: number;
}

/**
 * Readies a new instance for the functions, at each deployment that changes it (lambdas/influx-token): a v2 has
 * no token at first, only an administrator, whose secret this function alone may read. It sits where the
 * instance can be reached; the provider that CloudFormation talks to does not, so that no answer to
 * CloudFormation has to leave the VPC.
 */
export class InfluxToken extends Construct {
  constructor(scope: Construct, id: string, props: InfluxTokenProps) {
    super(scope, id);
    const ready = this.createFunction(props);
    const provider = this.createProvider(ready, props.key);
    new CustomResource(this, 'Ready', {
      resourceType: 'Custom::TidewatchInfluxAccess',
      serviceToken: provider.serviceToken,
      properties: {
        engine: props.engine,
        url: props.url,
        adminSecret: props.adminArn,
        ...(props.token && { tokenSecret: props.token.secretArn }),
        organization: props.organization,
        bucket: props.bucket,
        keepDays: String(props.keep.toDays()),
        description: `tidewatch functions of ${this.node.path}`,
        version: String(props.version),
      },
    });
  }

  private createFunction(props: InfluxTokenProps): IFunction {
    const { network } = props;
    const logGroup = this.createLogs('Logs', props.key);
    const role = this.createRole(props, logGroup);
    const ready = new NodejsFunction(this, 'Function', {
      entry: entryOf('influx-token'),
      description: 'Tidewatch: readies its InfluxDB for the functions',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(5),
      role: role.withoutPolicyUpdates(),
      logGroup,
      environmentEncryption: Key.fromKeyArn(this, 'FunctionKey', props.key.keyArn),
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      securityGroups: [...network.securityGroups],
      bundling: bundlingOf(undefined),
    });
    acknowledgeRuntime(ready);
    return ready;
  }

  private createLogs(id: string, key: IKey): LogGroup {
    return new LogGroup(this, id, {
      retention: RetentionDays.ONE_MONTH,
      encryptionKey: Key.fromKeyArn(this, `${id}Key`, key.keyArn),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createRole(props: InfluxTokenProps, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Tidewatch: influx-token',
    });
    for (const statement of statementsOf(props, logGroup)) role.addToPolicy(statement);
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Network interfaces of a function in a VPC have no resource level.',
    );
    return role;
  }

  private createProvider(ready: IFunction, key: IKey): Provider {
    const provider = new Provider(this, 'Provider', {
      onEventHandler: ready,
      logGroup: this.createLogs('ProviderLogs', key),
    });
    const framework = provider.node.findChild('framework-onEvent');
    acknowledgeRuntime(framework);
    const role = framework.node.findChild('ServiceRole');
    acknowledge(
      role,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      "The construct library's own provider writes its logs by it, and does nothing else with it.",
    );
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${findingText(this, ready.functionArn)}:*]`,
      "The construct library's own provider calls whichever version of the one function.",
    );
    return provider;
  }
}

function statementsOf(props: InfluxTokenProps, logGroup: LogGroup): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
    new PolicyStatement({
      sid: 'ReadAdministrator',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [props.adminArn],
    }),
    ...(props.token
      ? [
          new PolicyStatement({
            sid: 'PutToken',
            actions: ['secretsmanager:PutSecretValue'],
            resources: [props.token.secretArn],
          }),
        ]
      : []),
    new PolicyStatement({
      sid: 'UseKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [props.key.keyArn],
    }),
    vpcAccess(),
  ];
}

function acknowledgeRuntime(construct: IConstruct): void {
  acknowledge(
    construct,
    'AwsSolutions-L1',
    'nodejs22.x is the runtime that the package is tested on; it is supported until April 2027.',
  );
}
