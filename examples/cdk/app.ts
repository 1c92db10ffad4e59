/**
 * Tidewatch inside an app of your own, beside the cluster that it watches. In your app the import is from
 * 'tidewatch/cdk'.
 *
 *   npx cdk synth --app "node --import tsx examples/cdk/app.ts"
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnCluster } from 'aws-cdk-lib/aws-msk';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { TidewatchMonitoring } from '../../lib/infra/index.ts';

const app = new App();
const stack = new Stack(app, 'ingestion', { env: { account: '111122223333', region: 'eu-west-1' } });

const orders = new CfnCluster(stack, 'Cluster', {
  clusterName: 'orders',
  kafkaVersion: '3.9.x.kraft',
  numberOfBrokerNodes: 3,
  enhancedMonitoring: 'PER_BROKER',
  brokerNodeGroupInfo: {
    instanceType: 'kafka.m7g.large',
    clientSubnets: ['subnet-0a', 'subnet-0b', 'subnet-0c'],
    storageInfo: { ebsStorageInfo: { volumeSize: 500 } },
  },
  clientAuthentication: { sasl: { iam: { enabled: true } } },
});
const onCall = new Role(stack, 'OnCall', {
  assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
  managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('CloudWatchReadOnlyAccess')],
});

// Everything has a default: `{ cluster: orders }` would do.
new TidewatchMonitoring(stack, 'Orders', {
  cluster: orders,
  environmentName: 'ingestion',
  alarms: { disk_high: { limit: 80 }, consumer_lag_topic: { off: true } },
  maintenance: [{ name: 'patching', cron: '0 22 1 * *', durationMinutes: 240, timeZone: 'Europe/Berlin' }],
  trainEvery: Duration.hours(12),
})
  .notify('critical', { emails: ['oncall@example.com'], pagerdutySecret: 'pagerduty/ingestion' })
  .subscribe('warning', new EmailSubscription('data-platform@example.com'))
  .grantReadIncidents(onCall)
  .grantViewDashboards(onCall);
