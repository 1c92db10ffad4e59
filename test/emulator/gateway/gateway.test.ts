import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type CallCount, type Fault, startGateway } from '../../../emulator/gateway/index.ts';
import { startMskStub } from '../../../emulator/msk-stub/index.ts';
import { type LoopbackServer, listen } from '../../../emulator/runtime/http.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let engine: LoopbackServer;
let kafka: LoopbackServer;
let gateway: LoopbackServer;
const seen: { url: string; body: Buffer }[] = [];

const urlOf = ({ port }: LoopbackServer) => `http://127.0.0.1:${port}`;
const options = () => ({ region: 'us-east-1', credentials, endpoint: urlOf(gateway), maxAttempts: 1 });

beforeAll(async () => {
  engine = await listen(0, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ url: request.url ?? '', body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'x-from': 'engine' });
    response.end('{}');
  });
  kafka = await startMskStub(0, []);
  gateway = await startGateway({ port: 0, engineUrl: urlOf(engine), kafkaUrl: urlOf(kafka) });
});

beforeEach(async () => {
  await fetch(`${urlOf(gateway)}/control/calls`, { method: 'DELETE' });
  await setFaults([]);
});

afterAll(async () => {
  for (const server of [gateway, kafka, engine]) await server.close();
});

async function setFaults(faults: readonly Fault[]): Promise<void> {
  await fetch(`${urlOf(gateway)}/control/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

async function counts(): Promise<readonly CallCount[]> {
  return (await (await fetch(`${urlOf(gateway)}/control/calls`)).json()) as readonly CallCount[];
}

const get = (table: string) =>
  new DynamoDBClient(options()).send(new GetItemCommand({ TableName: table, Key: { pk: { S: 'a' } } }));

test('calls are handed on whole and counted by service and operation', async () => {
  await get('points');
  await get('points');
  expect(seen.at(-1)?.body.toString()).toContain('"points"');
  expect(await counts()).toMatchObject([{ service: 'dynamodb', operation: 'GetItem', calls: 2, failed: 0 }]);
});

test('the metrics of a GetMetricData are counted, for it bills by them', async () => {
  const cloudwatch = new CloudWatchClient(options());
  const MetricDataQueries = ['a', 'b', 'c'].map((Id) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/Kafka', MetricName: 'CpuUser' }, Period: 60, Stat: 'Sum' },
  }));
  const range = { StartTime: new Date(0), EndTime: new Date(60_000) };
  // The stand-in answers what the client cannot read: the call has been made all the same.
  await cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries })).catch(() => undefined);
  expect(await counts()).toMatchObject([{ service: 'cloudwatch', operation: 'GetMetricData', items: 3 }]);
});

test('messages of a batch are counted one by one', async () => {
  const sqs = new SQSClient({ ...options(), useQueueUrlAsEndpoint: false, md5: false });
  const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: '{"task":"collect"}' }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: `${urlOf(gateway)}/0/collect`, Entries }));
  const sns = new SNSClient(options());
  const PublishBatchRequestEntries = ['a', 'b', 'c'].map((Id) => ({ Id, Message: 'MessageBody' }));
  await sns
    .send(new PublishBatchCommand({ TopicArn: 'arn:aws:sns:us-east-1:0:t', PublishBatchRequestEntries }))
    .catch(() => undefined);
  expect((await counts()).map(({ operation, items }) => [operation, items])).toEqual([
    ['PublishBatch', 3],
    ['SendMessageBatch', 2],
  ]);
});

test("an object's operation is told from its method, and its body arrives as it was sent", async () => {
  const body = gzipSync('a model');
  const s3 = new S3Client({ ...options(), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'models', Key: 'part/0', Body: body }));
  expect(seen.at(-1)?.url).toContain('/models/part/0');
  expect(seen.at(-1)?.body.includes(body)).toBe(true);
  expect(await counts()).toMatchObject([{ service: 's3', operation: 'PutObject' }]);
});

test('Amazon MSK is asked of the stub and not of the emulator', async () => {
  const before = seen.length;
  const { ClusterInfoList } = await new KafkaClient(options()).send(new ListClustersV2Command({}));
  expect(ClusterInfoList).toEqual([]);
  expect(seen.length).toBe(before);
  expect(await counts()).toMatchObject([{ service: 'kafka', operation: 'ListClustersV2', calls: 1 }]);
});

test('who calls is told by the name that the SDK is given', async () => {
  const named = new DynamoDBClient({ ...options(), userAgentAppId: 'tidewatch-local-CollectFunction/PT/x' });
  await named.send(new GetItemCommand({ TableName: 'points', Key: { pk: { S: 'a' } } }));
  await get('points');
  expect((await counts()).map(({ caller, calls }) => [caller, calls])).toEqual([
    ['', 1],
    ['tidewatch-local-CollectFunction', 1],
  ]);
  await fetch(`${urlOf(gateway)}/control/calls`, { method: 'DELETE' });
  const callers = await (await fetch(`${urlOf(gateway)}/control/callers`)).json();
  expect(callers).toMatchObject({ 'tidewatch-local-CollectFunction': expect.any(Number) });
});

test('a fault refuses the calls that it names, and no others', async () => {
  await setFaults([{ service: 'dynamodb', contains: 'points', status: 500, type: 'InternalServerError' }]);
  await expect(get('points')).rejects.toMatchObject({ name: 'InternalServerError' });
  await expect(get('incidents')).resolves.toBeDefined();
  expect(await counts()).toMatchObject([{ operation: 'GetItem', calls: 2, failed: 1 }]);
});

test('a fault of so many times is over after them', async () => {
  const fault = { service: 'dynamodb', operation: 'PutItem', status: 400, type: 'ThrottlingException' };
  await setFaults([{ ...fault, times: 1 }]);
  const put = () =>
    new DynamoDBClient(options()).send(new PutItemCommand({ TableName: 'runs', Item: { id: { S: 'a' } } }));
  await expect(put()).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(put()).resolves.toBeDefined();
});

test('an emulator that is not there is answered by 503, so that callers try again', async () => {
  const gone: Server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => gone.once('listening', resolve));
  const address = gone.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => gone.close(resolve));
  const lonely = await startGateway({
    port: 0,
    engineUrl: `http://127.0.0.1:${port}`,
    kafkaUrl: urlOf(kafka),
  });
  const { status } = await fetch(`${urlOf(lonely)}/`, { method: 'POST', body: 'Action=ListTopics' });
  await lonely.close();
  expect(status).toBe(503);
});
