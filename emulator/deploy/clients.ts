import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localPlace } from '../engine/index.ts';
import type { endpointsOf } from '../runtime/state.ts';

/** Clients of the emulator itself, past the gateway: what we ask is not counted as the functions' calls. */
export function createClients({ engine, kafka }: ReturnType<typeof endpointsOf>) {
  // What the SDK thinks of Node.js 20 after 2026 is noise here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { region: localPlace.region, credentials, endpoint: engine };
  return {
    cloudformation: new CloudFormationClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
    kafka: new KafkaClient({ ...options, endpoint: kafka }),
    lambda: new LambdaClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    secrets: new SecretsManagerClient(options),
    sfn: new SFNClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
  } as const;
}

export type Clients = ReturnType<typeof createClients>;
