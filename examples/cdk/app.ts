/**
 * Tidewatch inside an app of your own. In your app the import is from 'tidewatch/cdk'.
 *
 *   npx cdk synth --app "node --import tsx examples/cdk/app.ts"
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { TidewatchMonitoring } from '../../lib/infra/index.ts';

const app = new App();
const stack = new Stack(app, 'ingestion-monitoring', {
  env: { account: '111122223333', region: 'eu-west-1' },
});

const monitoring = new TidewatchMonitoring(stack, 'Tidewatch', {
  environmentName: 'ingestion',
  clusters: [
    {
      arn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5',
      brokers: 3,
      instanceType: 'kafka.m7g.large',
      metadata: 'kraft',
      monitoring: 'PER_BROKER',
      storageGib: 500,
      topicRetention: Duration.days(7),
    },
  ],
  notify: { critical: { emails: ['oncall@example.com'], pagerdutySecret: 'pagerduty/ingestion' } },
  alarms: { disk_high: { limit: 80 }, consumer_lag_topic: { off: true } },
});

// The parts are there for what else the app does with them.
console.error(`alarms: ${monitoring.alerting.alarms.length}`);
