import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnInfluxDBCluster, CfnInfluxDBInstance } from 'aws-cdk-lib/aws-timestream';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge, arnSeenFrom } from '../acknowledge.ts';
import { TidewatchNetwork } from '../network.ts';
import { InfluxToken } from './influxdb-token.ts';
import type { FunctionNetwork, PointStore } from './point-store.ts';

export type InfluxEngine = 'v2' | 'v3';

export interface InfluxStoreOptions {
  /** InfluxDB 2, or 3 Core, which needs a subscription in the AWS Marketplace. @default 'v2' */
  readonly engine?: InfluxEngine;
  /** @default 'db.influx.medium' */
  readonly instanceType?: string;
  /** Storage, in GiB, from 20; v2 alone, as v3 keeps its data in S3. @default 20 */
  readonly storageGib?: number;
  /** Whether a standby runs in a second zone; v2 alone. @default false */
  readonly multiAz?: boolean;
  /** How long points are kept. @default Duration.days(400) */
  readonly keep?: Duration;
  /** @default 8086 for v2, 8181 for v3 */
  readonly port?: number;
  /** A higher number replaces the token of the functions; v2 alone. @default 1 */
  readonly tokenVersion?: number;
  /** Address of an instance that is there already, `https://HOST:PORT`; nothing is created then.
   *  @default - an instance is created */
  readonly endpoint?: string | undefined;
  /** Name of the secret with its token (JSON: token, organization, bucket). Needed with `endpoint`. */
  readonly secret?: string | undefined;
}

export interface InfluxStoreProps extends InfluxStoreOptions {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** @default - a small VPC of its own; with `endpoint`, outside of any VPC */
  readonly network?: FunctionNetwork;
}

/** What an instance is when nothing is said: for the estimate too. */
export const influxDefaults = { instanceType: 'db.influx.medium', storageGib: 20, keepDays: 400 } as const;

/** Ports of the service. */
export const influxPorts: Readonly<Record<InfluxEngine, number>> = { v2: 8086, v3: 8181 };

/** Organization and bucket, or database, of an instance of our own. */
const name = 'tidewatch';

interface Server {
  readonly url: string;
  /** Holds the token of the functions. */
  readonly secret: { readonly id: string; readonly arn: string; readonly owner: IConstruct };
}

/** Points in Timestream for InfluxDB 2 or 3, in a VPC. IAM has no say in its data: the token has. */
export class InfluxStore extends Construct implements PointStore {
  readonly engine: InfluxEngine;
  readonly network: FunctionNetwork | undefined;
  readonly wildcards: PointStore['wildcards'] = [];
  private readonly server: Server;

  /** @throws RangeError when only one of `endpoint` and `secret` is given */
  constructor(scope: Construct, id: string, props: InfluxStoreProps) {
    super(scope, id);
    this.engine = props.engine ?? 'v2';
    const { endpoint, secret, network } = props;
    if ((endpoint === undefined) !== (secret === undefined))
      throw new RangeError(
        `influxdb: got ${endpoint === undefined ? 'secret' : 'endpoint'} alone; give both, or neither`,
      );
    if (endpoint !== undefined && secret !== undefined) {
      this.network = network;
      this.server = this.existing(endpoint, secret);
      return;
    }
    this.network = network ?? new TidewatchNetwork(this, 'Network');
    this.server =
      this.engine === 'v2'
        ? this.createInstance(props, this.network)
        : this.createCluster(props, this.network);
  }

  get variables(): Readonly<Record<string, string>> {
    return {
      TIDEWATCH_STORE: 'timestream-influxdb',
      TIDEWATCH_INFLUX_ENGINE: this.engine,
      TIDEWATCH_INFLUX_URL: this.server.url,
      TIDEWATCH_INFLUX_SECRET: this.server.secret.id,
    };
  }

  /** The same for reading and writing: one token opens the bucket, and IAM is not asked. */
  statements(scope: IConstruct): readonly PolicyStatement[] {
    const { arn, owner } = this.server.secret;
    return [
      new PolicyStatement({
        sid: 'ReadInfluxToken',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [arnSeenFrom(scope, owner, arn)],
      }),
    ];
  }

  private existing(endpoint: string, secretName: string): Server {
    const secret = Secret.fromSecretNameV2(this, 'Secret', secretName);
    // The six characters that Secrets Manager adds to a name are not known here.
    return {
      url: endpoint,
      secret: { id: secretName, arn: `${secret.secretArn}-??????`, owner: this },
    };
  }

  /** Nearly every change of its properties replaces it: the one before is kept, as its data is. */
  private createInstance(props: InfluxStoreProps, network: FunctionNetwork): Server {
    const port = props.port ?? influxPorts.v2;
    const admin = this.createAdmin(props);
    const instance = new CfnInfluxDBInstance(this, 'Instance', {
      ...this.place(network, port),
      dbInstanceType: props.instanceType ?? influxDefaults.instanceType,
      dbStorageType: 'InfluxIOIncludedT1',
      allocatedStorage: props.storageGib ?? influxDefaults.storageGib,
      deploymentType: props.multiAz ? 'WITH_MULTIAZ_STANDBY' : 'SINGLE_AZ',
      organization: name,
      bucket: name,
      username: admin.secretValueFromJson('username').unsafeUnwrap(),
      password: admin.secretValueFromJson('password').unsafeUnwrap(),
      kmsKeyId: props.key.keyArn,
    });
    instance.applyRemovalPolicy(props.removalPolicy);
    acknowledge(instance, newProperty.id, newProperty.reason);
    const url = `https://${instance.attrEndpoint}:${port}`;
    const token = this.createSecret('Token', props, 'token of the functions');
    this.createToken(props, network, url, { adminArn: admin.secretArn, token });
    return { url, secret: { id: token.secretArn, arn: token.secretArn, owner: token } };
  }

  /** Name, password, organization, bucket and deployment type must not be given: they would make it no v3. */
  private createCluster(props: InfluxStoreProps, network: FunctionNetwork): Server {
    const port = props.port ?? influxPorts.v3;
    const cluster = new CfnInfluxDBCluster(this, 'Cluster', {
      ...this.place(network, port),
      dbInstanceType: props.instanceType ?? influxDefaults.instanceType,
      dbParameterGroupIdentifier: 'InfluxDBV3Core',
      kmsKeyId: props.key.keyArn,
    });
    cluster.applyRemovalPolicy(props.removalPolicy);
    acknowledge(cluster, newProperty.id, newProperty.reason);
    const url = `https://${cluster.attrEndpoint}:${port}`;
    const arn = cluster.attrInfluxAuthParametersSecretArn;
    this.createToken(props, network, url, { adminArn: arn });
    return { url, secret: { id: arn, arn, owner: cluster } };
  }

  private place(network: FunctionNetwork, port: number) {
    const group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'Tidewatch: InfluxDB, for its functions alone',
      // v3 keeps its data in S3 and reaches it from here.
      allowAllOutbound: this.engine === 'v3',
    });
    for (const functions of network.securityGroups)
      group.addIngressRule(functions, Port.tcp(port), 'functions');
    return {
      port,
      publiclyAccessible: false,
      vpcSubnetIds: network.vpc.selectSubnets(network.subnets).subnetIds,
      vpcSecurityGroupIds: [group.securityGroupId],
    };
  }

  /** Name and password of the administrator, for the making of tokens alone. Letters and digits, as asked. */
  private createAdmin(props: InfluxStoreProps): ISecret {
    return this.createSecret('Admin', props, 'the administrator', {
      secretStringTemplate: JSON.stringify({ username: name }),
      generateStringKey: 'password',
      excludePunctuation: true,
      passwordLength: 40,
    });
  }

  private createSecret(
    id: string,
    props: InfluxStoreProps,
    about: string,
    generated?: SecretStringGenerator,
  ): ISecret {
    const secret = new Secret(this, id, {
      description: `Tidewatch: ${about} of its InfluxDB`,
      encryptionKey: props.key,
      removalPolicy: props.removalPolicy,
      ...(generated && { generateSecretString: generated }),
    });
    acknowledge(
      secret,
      'AwsSolutions-SMG4',
      'InfluxDB has no rotation that Secrets Manager could drive: `tokenVersion` replaces the token, and the administrator signs in for that alone.',
    );
    return secret;
  }

  private createToken(
    props: InfluxStoreProps,
    network: FunctionNetwork,
    url: string,
    secrets: { readonly adminArn: string; readonly token?: ISecret },
  ): void {
    new InfluxToken(this, 'Access', {
      engine: this.engine,
      url,
      network,
      key: props.key,
      ...secrets,
      organization: name,
      bucket: name,
      keep: props.keep ?? Duration.days(influxDefaults.keepDays),
      version: props.tokenVersion ?? 1,
    });
  }
}

const newProperty = {
  id: 'CloudFormation-Validate::F3002',
  reason: "KmsKeyId is in the resource's specification; the validator's copy of it is older.",
};
