import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { reportBundleSize } from './bundle-sizes.ts';
import { bundlingOf, entryOf } from './bundling.ts';
import type { StageName } from './config/names.ts';
import type { FunctionNetwork } from './storage/point-store.ts';
import { vpcAccess } from './vpc-access.ts';

export interface FunctionOptions {
  /** Memory, in MB. @default - depends on the stage */
  readonly memoryMb?: number;
  /** Time limit of one run. @default - depends on the stage */
  readonly timeout?: Duration;
  /** Runs at once that are set aside for it. @default - none */
  readonly reservedConcurrency?: number;
}

export interface StageFunctionProps extends FunctionOptions {
  /** Folder under lambdas/. */
  readonly stage: StageName;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may do besides writing its logs and its dead letters. */
  readonly permissions: readonly PolicyStatement[];
  readonly key: IKey;
  /** Where it sits. @default - outside of any VPC */
  readonly network?: FunctionNetwork | undefined;
  /** Whether X-Ray traces it. @default true */
  readonly tracing?: boolean;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** A Lambda function of one pipeline stage, with a role, a log group and a dead-letter queue of its own. */
export class StageFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly keyArn: string;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    // Imported, so that no grant made here reaches back into the stack of the key.
    const key = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    this.keyArn = props.key.keyArn;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.role = this.createRole(props, logGroup);
    this.function = new NodejsFunction(this, 'Function', {
      entry: entryOf(props.stage),
      description: props.description,
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      ...(props.reservedConcurrency && { reservedConcurrentExecutions: props.reservedConcurrency }),
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      deadLetterQueue: this.deadLetters,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      environmentEncryption: key,
      tracing: props.tracing === false ? Tracing.DISABLED : Tracing.ACTIVE,
      ...placeOf(props.network),
      bundling: bundlingOf(props.environment.TIDEWATCH_STORE),
    });
    reportBundleSize(this.function);
    acknowledge(
      this.function,
      'AwsSolutions-L1',
      'nodejs22.x is the runtime that the package is tested on; it is supported until April 2027.',
    );
  }

  private createRole(props: StageFunctionProps, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Tidewatch: ${props.stage}`,
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'KeepDeadLetters',
        actions: ['sqs:SendMessage'],
        resources: [this.deadLetters.queueArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'UseKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [props.key.keyArn],
      }),
    );
    if (props.tracing !== false) allowTracing(role);
    if (props.network) role.addToPolicy(vpcAccess());
    for (const statement of props.permissions) role.addToPolicy(statement);
    return role;
  }

  /** Says why the role may do something on all resources. */
  acknowledgeWildcard(finding: string, reason: string): void {
    acknowledge(this.role, `AwsSolutions-IAM5[${finding}]`, reason);
  }
}

/** X-Ray has no resource level. Source: Service Authorization Reference, AWS X-Ray. */
function allowTracing(role: Role): void {
  role.addToPolicy(
    new PolicyStatement({
      sid: 'WriteTraces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    }),
  );
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'X-Ray, network interfaces, CloudWatch reads and some lists have no resource level.',
  );
}

function placeOf(network: FunctionNetwork | undefined) {
  if (network === undefined) return {};
  const { vpc, subnets, securityGroups } = network;
  return { vpc, vpcSubnets: subnets, securityGroups: [...securityGroups] };
}
