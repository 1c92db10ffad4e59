import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler, type InfluxTokenProperties } from '../../../lambdas/influx-token/handler.ts';
import { startFakeAdmin } from './fake-admin.ts';

/* The same function makes the tokens of the suite on a real InfluxDB 2.7 (test/integration/influxdb). */

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function open(options: Parameters<typeof startFakeAdmin>[0] = {}) {
  const server = await startFakeAdmin(options);
  closings.push(server.close);
  const secrets = mockClient(new SecretsManagerClient({ region: 'eu-west-1' }));
  const admin = { username: 'tidewatch', password: 'Secret12', token: 'apiv3_x' };
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(admin) });
  secrets.on(PutSecretValueCommand).resolves({});
  const lines: string[] = [];
  const handler = createHandler({ secrets: secrets as never, log: (line) => lines.push(line) });
  const properties: InfluxTokenProperties = {
    engine: 'v2',
    url: server.url,
    adminSecret: 'admin',
    tokenSecret: 'token',
    organization: 'tidewatch',
    bucket: 'tidewatch',
    keepDays: '400',
    description: 'tidewatch functions',
  };
  return { server, secrets, lines, handler, properties };
}

test('a token for the bucket alone is made and put into the secret, and the bucket forgets in time', async () => {
  const { server, secrets, handler, properties } = await open();
  await handler({ RequestType: 'Create', ResourceProperties: properties });
  expect(server.permissions).toEqual([
    ['read', 'write'].map((action) => ({ action, resource: { type: 'buckets', id: 'b1', orgID: 'o1' } })),
  ]);
  expect(server.retention).toEqual([
    { type: 'expire', everySeconds: 400 * 86_400, shardGroupDurationSeconds: 7 * 86_400 },
  ]);
  expect(secrets.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input)).toEqual([
    {
      SecretId: 'token',
      SecretString: '{"token":"token-3","organization":"tidewatch","bucket":"tidewatch"}',
    },
  ]);
});

test('tokens of ours from before are revoked after the new one is in the secret, others stay', async () => {
  const { server, secrets, handler, properties } = await open();
  secrets.on(PutSecretValueCommand).callsFake(() => {
    expect(server.revoked).toEqual([]);
    return {};
  });
  const { Data } = await handler({ RequestType: 'Update', ResourceProperties: properties });
  expect(server.revoked).toEqual(['a1']);
  expect(Data).toEqual({ State: 'token made, 1 revoked' });
});

test('a secret that cannot be put leaves the old token in force', async () => {
  const { server, secrets, handler, properties } = await open();
  secrets.on(PutSecretValueCommand).rejects(new Error('denied'));
  await expect(handler({ RequestType: 'Update', ResourceProperties: properties })).rejects.toThrow('denied');
  expect(server.revoked).toEqual([]);
});

test('neither password nor token is logged or given to CloudFormation', async () => {
  const { lines, handler, properties } = await open();
  const result = await handler({ RequestType: 'Create', ResourceProperties: properties });
  expect(JSON.stringify([lines, result])).not.toMatch(/Secret12|token-3|apiv3_x/);
});

test('refuses a wrong password without printing it', async () => {
  const { handler, properties } = await open({ password: 'Other123' });
  const making = handler({ RequestType: 'Create', ResourceProperties: properties });
  await expect(making).rejects.toThrow('influxdb refuses to sign in tidewatch: 401');
});

test('refuses an instance without the bucket', async () => {
  const { handler, properties } = await open();
  const ResourceProperties = { ...properties, bucket: 'none' };
  await expect(handler({ RequestType: 'Create', ResourceProperties })).rejects.toThrow(
    'influxdb has no bucket none in tidewatch',
  );
});

test('deleting revokes our tokens', async () => {
  const { server, handler, properties } = await open();
  await handler({ RequestType: 'Delete', ResourceProperties: properties });
  expect(server.revoked).toEqual(['a1']);
});

test('deleting does not fail when the instance is gone already', async () => {
  const { server, handler, properties } = await open();
  await server.close();
  closings.splice(0);
  const { Data } = await handler({ RequestType: 'Delete', ResourceProperties: properties });
  expect(Data.State).toMatch(/^no token revoked: influxdb at .* cannot be reached: ECONNREFUSED/);
});

test('a v3 gets its database with its retention', async () => {
  const { server, handler, properties } = await open();
  const ResourceProperties = { ...properties, engine: 'v3' };
  const { Data } = await handler({ RequestType: 'Create', ResourceProperties });
  expect(server.databases).toEqual([{ db: 'tidewatch', retention_period: '400d' }]);
  expect(Data).toEqual({ State: 'database created' });
});

test.each([
  [409, 'database there already'],
  [400, 'database not set up: the server answered 400'],
])('a v3 that answers %i does not fail the deployment', async (databaseStatus, state) => {
  const { handler, properties } = await open({ databaseStatus });
  const ResourceProperties = { ...properties, engine: 'v3' };
  expect((await handler({ RequestType: 'Create', ResourceProperties })).Data).toEqual({ State: state });
});
