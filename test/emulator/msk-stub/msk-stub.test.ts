import {
  DescribeClusterV2Command,
  GetBootstrapBrokersCommand,
  KafkaClient,
  ListNodesCommand,
  ListTagsForResourceCommand,
  paginateListClustersV2,
  paginateListTopics,
} from '@aws-sdk/client-kafka';
import { type DescribedCluster, startMskStub } from '../../../emulator/msk-stub/index.ts';
import type { LoopbackServer } from '../../../emulator/runtime/http.ts';

const arn = (name: string) =>
  `arn:aws:kafka:us-east-1:000000000000:cluster/${name}/6357e0b2-0e6a-4b86-a0b4-5`;
const cluster = (name: string, more: Partial<DescribedCluster> = {}): DescribedCluster => ({
  name,
  arn: arn(name),
  type: 'standard',
  ...more,
});

let stub: LoopbackServer;
let kafka: KafkaClient;
const many = Array.from({ length: 23 }, (_, i) => cluster(`c${i}`));
const topics = Array.from({ length: 12 }, (_, i) => `topic-${i}`);

beforeAll(async () => {
  stub = await startMskStub(0, [cluster('orders', { tags: { team: 'a' }, topics, brokers: 6 }), ...many]);
  const endpoint = `http://127.0.0.1:${stub.port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  kafka = new KafkaClient({ region: 'us-east-1', endpoint, credentials });
});
afterAll(() => stub.close());

test('clusters come in pages, each with its tags', async () => {
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListClustersV2({ client: kafka }, {}))
    pages.push((page.ClusterInfoList ?? []).map(({ ClusterName }) => ClusterName));
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 4]);
  const { ClusterInfo } = await kafka.send(new DescribeClusterV2Command({ ClusterArn: arn('orders') }));
  expect(ClusterInfo).toMatchObject({ ClusterName: 'orders', Tags: { team: 'a' }, State: 'ACTIVE' });
  const { Tags } = await kafka.send(new ListTagsForResourceCommand({ ResourceArn: arn('orders') }));
  expect(Tags).toEqual({ team: 'a' });
});

test('a cluster has its brokers, its topics and its bootstrap servers', async () => {
  const { NodeInfoList = [] } = await kafka.send(new ListNodesCommand({ ClusterArn: arn('orders') }));
  expect(NodeInfoList.map(({ BrokerNodeInfo }) => BrokerNodeInfo?.BrokerId)).toEqual([1, 2, 3, 4, 5, 6]);
  const names: (string | undefined)[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client: kafka }, { ClusterArn: arn('orders') }))
    names.push(...Topics.map(({ TopicName }) => TopicName));
  expect(names).toEqual(topics);
  const { BootstrapBrokerStringTls = '' } = await kafka.send(
    new GetBootstrapBrokersCommand({ ClusterArn: arn('orders') }),
  );
  expect(BootstrapBrokerStringTls.split(',')).toHaveLength(6);
});

test('refuses a cluster that is not there with the error that MSK gives', async () => {
  const command = new DescribeClusterV2Command({ ClusterArn: arn('nobody') });
  await expect(kafka.send(command)).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('refuses a route that it has not, and says so', async () => {
  const response = await fetch(`http://127.0.0.1:${stub.port}/v1/operations`);
  expect([response.status, await response.json()]).toEqual([
    404,
    { message: 'GET /v1/operations is none of the routes of this stub' },
  ]);
});

test('stories change what it tells', async () => {
  const other = await startMskStub(0, [cluster('orders')]);
  const url = `http://127.0.0.1:${other.port}`;
  const changed = JSON.stringify([cluster('orders', { state: 'MAINTENANCE' })]);
  await fetch(`${url}/control/clusters`, { method: 'PUT', body: changed });
  const answer = await fetch(`${url}/api/v2/clusters/${encodeURIComponent(arn('orders'))}`);
  expect(await answer.json()).toMatchObject({ clusterInfo: { state: 'MAINTENANCE' } });
  await other.close();
});

test("Cost Explorer's GetCostAndUsage is answered by day and service", async () => {
  const response = await fetch(`http://127.0.0.1:${stub.port}/`, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsage' },
    body: JSON.stringify({ TimePeriod: { Start: '2026-02-27', End: '2026-03-01' } }),
  });
  const { ResultsByTime } = (await response.json()) as { ResultsByTime: { TimePeriod: { Start: string } }[] };
  expect(ResultsByTime.map(({ TimePeriod }) => TimePeriod.Start)).toEqual(['2026-02-27', '2026-02-28']);
});
