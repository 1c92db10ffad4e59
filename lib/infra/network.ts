import { Fn, Stack, Tags } from 'aws-cdk-lib';
import {
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  Port,
  SecurityGroup,
  type SubnetSelection,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { FunctionNetwork } from './storage/point-store.ts';

/** Services that functions in the VPC call and that have no free endpoint: each is paid by zone and hour. */
const services = {
  monitoring: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  secretsmanager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  sns: InterfaceVpcEndpointAwsService.SNS,
  sqs: InterfaceVpcEndpointAwsService.SQS,
  ssm: InterfaceVpcEndpointAwsService.SSM,
  sts: InterfaceVpcEndpointAwsService.STS,
  kafka: InterfaceVpcEndpointAwsService.KAFKA,
} as const;

export type InterfaceService = keyof typeof services;

/** Zones of a VPC of our own; an interface endpoint is paid in each. */
export const ownZones = 2;

export interface EndpointNeeds {
  /** The stages that use points sit in the VPC: their store does. */
  readonly influx: boolean;
  /** Brokers are scraped. */
  readonly scrapes: boolean;
  /** Accounts whose metrics are read through a role there. */
  readonly otherAccounts: readonly string[];
}

/**
 * Interface endpoints that the functions in a VPC need. All of them read their settings (SSM) and hand work on
 * (SQS); those that use an InfluxDB read metrics, publish findings and fetch its token; a scrape finds the
 * brokers. S3 and DynamoDB come by gateways, which are free; logs, metrics in logs and traces leave a function
 * beside the VPC; Step Functions and schedules call the functions, never the other way.
 * Discover, route, respond, report and widget stay outside: they use no point store, and PagerDuty is in the
 * internet, which this VPC does not reach.
 */
export function interfaceEndpoints({
  influx,
  scrapes,
  otherAccounts,
}: EndpointNeeds): readonly InterfaceService[] {
  if (!influx && !scrapes) return [];
  return [
    'ssm',
    'sqs',
    ...(influx ? (['monitoring', 'sns', 'secretsmanager'] as const) : []),
    ...(influx && otherAccounts.length > 0 ? (['sts'] as const) : []),
    ...(scrapes ? (['kafka'] as const) : []),
  ];
}

const influxAlone: EndpointNeeds = { influx: true, scrapes: false, otherAccounts: [] };

export interface TidewatchNetworkProps {
  /** An existing VPC. @default - a small one without a way to the internet is made */
  readonly vpcId?: string;
  /** Private subnets in it, of different zones. Needed with `vpcId`. */
  readonly subnetIds?: readonly string[];
  /** Route tables of those subnets: S3 and DynamoDB are then reached by gateways made here.
   *  @default - the VPC has its own way to S3 and DynamoDB */
  readonly routeTableIds?: readonly string[];
  /** Groups that the functions join. @default - one of their own, which may call out and is called by nobody */
  readonly securityGroupIds?: readonly string[];
  /** Whether VPC endpoints are made. @default - yes in a VPC of our own, no in an existing one */
  readonly endpoints?: boolean;
  /** What the functions in it do. @default - they use an InfluxDB, in this account alone */
  readonly needs?: EndpointNeeds;
  /** Addresses of a VPC of our own. @default '10.71.0.0/24' */
  readonly cidr?: string;
}

/** Where functions sit whose store or brokers are in a VPC. */
export class TidewatchNetwork extends Construct implements FunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly securityGroups: readonly ISecurityGroup[];
  private readonly props: TidewatchNetworkProps;

  /** @throws RangeError when only one of `vpcId` and `subnetIds` is given */
  constructor(scope: Construct, id: string, props: TidewatchNetworkProps = {}) {
    super(scope, id);
    this.props = props;
    const { vpcId, subnetIds } = props;
    if ((vpcId === undefined) !== (subnetIds === undefined))
      throw new RangeError(
        `network: got ${vpcId === undefined ? 'subnetIds' : 'vpcId'} alone; give both, or neither`,
      );
    this.vpc = vpcId && subnetIds ? this.importVpc(vpcId, subnetIds) : this.createVpc();
    this.subnets = { subnets: this.vpc.isolatedSubnets };
    this.securityGroups = this.joinedGroups();
    if (props.endpoints ?? vpcId === undefined) this.createEndpoints();
  }

  /** By its attributes alone: a look-up would need the account's credentials at synth. */
  private importVpc(vpcId: string, subnetIds: readonly string[]): IVpc {
    const { routeTableIds } = this.props;
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId,
      availabilityZones: subnetIds.map((_, i) => Fn.select(i, Fn.getAzs())),
      isolatedSubnetIds: [...subnetIds],
      ...(routeTableIds && {
        isolatedSubnetRouteTableIds: subnetIds.map((_, i) => routeTableIds[i] ?? routeTableIds[0] ?? ''),
      }),
    });
    if (routeTableIds === undefined)
      for (const subnet of vpc.isolatedSubnets)
        acknowledge(
          subnet,
          'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId',
          'No gateway is made here: the VPC has its own way to S3 and DynamoDB.',
        );
    return vpc;
  }

  /** Of single resources: the VPC construct would look up the account's zones at synth. */
  private createVpc(): IVpc {
    const { cidr = '10.71.0.0/24' } = this.props;
    const vpc = new CfnVPC(this, 'OwnVpc', {
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    Tags.of(vpc).add('Name', this.node.path);
    acknowledge(
      vpc,
      'AwsSolutions-VPC7',
      'Nothing leads into or out of it but its endpoints: flow logs would cost more than they tell.',
    );
    const table = new CfnRouteTable(this, 'Routes', { vpcId: vpc.ref });
    const zones = Array.from({ length: ownZones }, (_, i) => Fn.select(i, Fn.getAzs()));
    const blocks = Fn.cidr(cidr, ownZones, '6');
    const subnets = zones.map((availabilityZone, i) => {
      const cidrBlock = Fn.select(i, blocks);
      const subnet = new CfnSubnet(this, `Subnet${i + 1}`, { vpcId: vpc.ref, availabilityZone, cidrBlock });
      new CfnSubnetRouteTableAssociation(this, `Association${i + 1}`, {
        subnetId: subnet.ref,
        routeTableId: table.ref,
      });
      return subnet.ref;
    });
    return Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: vpc.ref,
      availabilityZones: zones,
      isolatedSubnetIds: subnets,
      isolatedSubnetRouteTableIds: zones.map(() => table.ref),
    });
  }

  private joinedGroups(): readonly ISecurityGroup[] {
    const { securityGroupIds } = this.props;
    if (securityGroupIds !== undefined)
      return securityGroupIds.map((id, i) =>
        SecurityGroup.fromSecurityGroupId(this, `Joined${i + 1}`, id, { mutable: false }),
      );
    const description = 'Tidewatch: functions; nobody calls them';
    return [new SecurityGroup(this, 'Functions', { vpc: this.vpc, description })];
  }

  private createEndpoints(): void {
    const group = new SecurityGroup(this, 'EndpointGroup', {
      vpc: this.vpc,
      description: 'Tidewatch: endpoints of services, for its functions alone',
      allowAllOutbound: false,
    });
    for (const functions of this.securityGroups) group.addIngressRule(functions, Port.tcp(443), 'functions');
    for (const name of interfaceEndpoints(this.props.needs ?? influxAlone)) {
      const endpoint = new InterfaceVpcEndpoint(this, `Endpoint-${name}`, {
        vpc: this.vpc,
        service: services[name],
        subnets: this.subnets,
        securityGroups: [group],
        privateDnsEnabled: true,
        open: false,
      });
      endpoint.addToPolicy(this.ownCalls());
    }
    if (this.props.vpcId === undefined || this.props.routeTableIds !== undefined) this.createGateways();
  }

  private createGateways(): void {
    for (const name of ['S3', 'DYNAMODB'] as const) {
      const gateway = new GatewayVpcEndpoint(this, `Gateway-${name.toLowerCase()}`, {
        vpc: this.vpc,
        service: GatewayVpcEndpointAwsService[name],
        subnets: [this.subnets],
      });
      gateway.addToPolicy(this.ownCalls());
    }
  }

  /** Only credentials of these accounts pass: what a function may do is said by its role. */
  private ownCalls(): PolicyStatement {
    const accounts = [Stack.of(this).account, ...(this.props.needs?.otherAccounts ?? [])];
    return new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': accounts } },
    });
  }
}

/** The network of an environment file (config/schema/store.ts). */
export type NetworkSettings = Pick<
  TidewatchNetworkProps,
  'vpcId' | 'subnetIds' | 'securityGroupIds' | 'endpoints'
>;

/**
 * The network of an environment, where functions need one.
 * @param needs what they do there; `true` is an InfluxDB and scraping, `false` nothing
 * @returns `undefined` when no function need sit in a VPC
 */
export function networkOf(
  scope: Construct,
  id: string,
  settings: { readonly [key in keyof NetworkSettings]: NetworkSettings[key] | undefined } | undefined,
  needs: EndpointNeeds | boolean,
): FunctionNetwork | undefined {
  const wanted = typeof needs === 'boolean' ? { influx: needs, scrapes: needs, otherAccounts: [] } : needs;
  if (!wanted.influx && !wanted.scrapes) return undefined;
  const { vpcId, subnetIds, securityGroupIds, endpoints } = settings ?? {};
  return new TidewatchNetwork(scope, id, {
    needs: wanted,
    ...(vpcId !== undefined && { vpcId }),
    ...(subnetIds && { subnetIds }),
    ...(securityGroupIds && { securityGroupIds }),
    ...(endpoints !== undefined && { endpoints }),
  });
}
