import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { mockClient } from 'aws-sdk-client-mock';
import { createCloudWatchSource } from '../../../../lib/adapters/sources/cloudwatch/index.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';
import { awsError, createFakeAws } from './fake-aws.ts';

const nowMs = Date.UTC(2026, 10, 20, 12, 0);

/** Only `every_read` is held to it: `by_cadence` reads further back than it is asked, on purpose. */
metricSourceContract('cloudwatch', async () => {
  const aws = createFakeAws({ pagePoints: 50 });
  const kafka = mockClient(new KafkaClient({}));
  const cloudwatch = mockClient(new CloudWatchClient({}));
  kafka.rejects(awsError('ServiceUnavailableException', 503));
  cloudwatch.rejects(awsError('ServiceUnavailableException', 503));
  const shared = { clock: { nowMs: () => nowMs }, delay: async () => {} };
  return {
    source: createCloudWatchSource({
      ...shared,
      kafka: aws.kafka as never,
      cloudwatch: aws.cloudwatch as never,
    }),
    broken: createCloudWatchSource({ ...shared, kafka: kafka as never, cloudwatch: cloudwatch as never }),
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
  };
});
