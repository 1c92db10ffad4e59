import { type Environment, parseEnvironment } from '../../lib/infra/index.ts';

const place = 'arn:aws:kafka:eu-west-1:111122223333:cluster';

/** One of so many clusters of 3 brokers that emit all that a standard cluster can to CloudWatch by topic. */
function clusterOf(index: number) {
  const number = String(index + 1).padStart(4, '0');
  return {
    arn: `${place}/ingest-${number}/6357e0b2-0e6a-4b86-a0b4-70df934c${number}-5`,
    type: 'standard',
    brokers: 3,
    instanceType: 'kafka.m7g.large',
    metadata: 'kraft',
    monitoring: 'PER_TOPIC_PER_BROKER',
    storageGib: 1000,
    volumeMibPerSecond: 250,
    tieredStorage: true,
    iamAuth: true,
    retentionHours: 168,
  };
}

/**
 * An environment of so many clusters with the DynamoDB store and every part that grows with them: all rules,
 * all dashboards, a maintenance window.
 * @throws Error when the configuration refuses it
 */
export function fleetEnvironment(clusters: number): Environment {
  const config = {
    clusters: Array.from({ length: clusters }, (_, i) => clusterOf(i)),
    store: { kind: 'dynamodb' },
    dashboards: {
      pages: ['overview', 'brokers', 'topics', 'consumers', 'forecasts', 'costs', 'tidewatch'],
    },
    respond: { mode: 'observe' },
    maintenance: [{ name: 'patching', cron: '0 22 1 * *', durationMinutes: 240 }],
  };
  // JSON is YAML.
  const parsed = parseEnvironment(JSON.stringify(config), `fleet-${clusters}.yaml`);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('\n'));
  return parsed.environment;
}
