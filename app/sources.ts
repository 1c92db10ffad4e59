import { parseClusterArn } from '../lib/domain/arn.ts';
import type { Clock } from '../lib/ports/clock.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import type { MetricSource } from '../lib/ports/metric-source.ts';
import type { WatchOptions } from './commands/watch-options.ts';
import { readSecret } from './secrets.ts';

/**
 * The sources that the options ask for. Adapters are loaded when they are asked for: the AWS SDK alone would
 * double the time to start.
 * @throws ConfigError with every problem of the options at once
 */
export async function createSources(options: WatchOptions, clock: Clock): Promise<readonly MetricSource[]> {
  const sources = [
    ...(await prometheusSources(options, clock)),
    ...(await kafkaSources(options, clock)),
    ...(await createCloudWatchSources(options, clock)),
    ...(await csvSources(options)),
  ];
  if (sources.length > 0) return sources;
  throw new ConfigError([
    'nothing to watch: give --prometheus URL, --kafka HOST:PORT, --cluster ARN or --csv FILE (or run `tidewatch start` for a simulated cluster)',
  ]);
}

async function prometheusSources(options: WatchOptions, clock: Clock): Promise<readonly MetricSource[]> {
  const { prometheus, prometheusServer, prometheusSelector, sigv4Region, name } = options;
  if (!prometheus && !prometheusServer) return [];
  const adapter = await import('../lib/adapters/sources/prometheus/index.ts');
  const sources: MetricSource[] = [];
  if (prometheus) {
    sources.push(
      adapter.createScrapeSource({
        targets: prometheus,
        clock,
        clusterName: name,
        timeoutMs: Math.min(10_000, Math.max(1000, options.interval)),
      }),
    );
  }
  if (prometheusServer) {
    sources.push(
      adapter.createServerSource({
        url: prometheusServer,
        clusterName: name,
        ...(prometheusSelector && { selector: prometheusSelector }),
        ...(sigv4Region && { sign: adapter.createSigner(sigv4Region) }),
      }),
    );
  }
  return sources;
}

async function kafkaSources(options: WatchOptions, clock: Clock): Promise<readonly MetricSource[]> {
  const { kafka, kafkaTls, kafkaSasl, name } = options;
  if (!kafka) return [];
  const { createKafkaSource } = await import('../lib/adapters/sources/kafka/index.ts');
  const source = createKafkaSource({
    brokers: kafka.flatMap((text) => text.split(',')),
    clock,
    clusterName: name,
    ...(kafkaTls && { ssl: true }),
    ...(kafkaSasl && { sasl: saslOf(kafkaSasl, options) }),
  });
  return [source];
}

function saslOf(mechanism: NonNullable<WatchOptions['kafkaSasl']>, options: WatchOptions) {
  const { kafkaUser, kafkaPasswordEnv, region } = options;
  if (mechanism === 'aws') {
    const named = region ?? process.env.AWS_REGION;
    if (!named) throw new ConfigError(['--kafka-sasl aws needs a region: give --region, or set AWS_REGION']);
    return { mechanism, region: named } as const;
  }
  if (!kafkaUser || !kafkaPasswordEnv) {
    throw new ConfigError([
      `--kafka-sasl ${mechanism} needs --kafka-user NAME and --kafka-password-env NAME`,
    ]);
  }
  return { mechanism, username: kafkaUser, password: readSecret(kafkaPasswordEnv, '--kafka-password-env') };
}

/** A source for each region of the ARNs; none without ARNs. @throws ConfigError when one is no ARN */
export async function createCloudWatchSources(
  options: Pick<WatchOptions, 'cluster' | 'region'>,
  clock: Clock,
): Promise<readonly MetricSource[]> {
  const { cluster } = options;
  if (!cluster) return [];
  const byRegion = new Map<string, string[]>();
  for (const arn of cluster) {
    const region = regionOf(arn, options.region);
    byRegion.set(region, [...(byRegion.get(region) ?? []), arn]);
  }
  // What the SDK thinks of Node.js 20 after 2026 is not this user's concern now.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { createCloudWatchSource } = await import('../lib/adapters/sources/cloudwatch/index.ts');
  const { KafkaClient } = await import('@aws-sdk/client-kafka');
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return Array.from(byRegion, ([region, clusters]) =>
    createCloudWatchSource({
      kafka: new KafkaClient({ region }),
      cloudwatch: new CloudWatchClient({ region }),
      clock,
      clusters,
      polling: 'by_cadence',
    }),
  );
}

function regionOf(arn: string, given: string | undefined): string {
  const parsed = parseClusterArn(arn);
  if (parsed.kind !== 'arn') throw new ConfigError([`--cluster: ${parsed.reason}`]);
  return given ?? parsed.arn.region;
}

async function csvSources({ csv, name }: WatchOptions): Promise<readonly MetricSource[]> {
  if (!csv) return [];
  const { createCsvSource } = await import('../lib/adapters/sources/csv/index.ts');
  return [createCsvSource({ path: csv, clusterName: name })];
}
