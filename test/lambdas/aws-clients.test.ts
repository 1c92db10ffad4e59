import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { createClients } from '../../lambdas/aws-clients.ts';

const home = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
const options = { environment: 'prod', home };
const other = { account: '444455556666', region: 'eu-central-1' };

test('a place has its clients once', () => {
  const clientsOf = createClients(options);
  expect(clientsOf(other)).toBe(clientsOf({ ...other }));
  expect(clientsOf(other)).not.toBe(clientsOf({ ...other, region: 'eu-west-1' }));
});

test('clients are of the region of their place', async () => {
  const { kafka, cloudwatch } = createClients(options)(other);
  expect(await kafka.config.region()).toBe('eu-central-1');
  expect(await cloudwatch.config.region()).toBe('eu-central-1');
});

/** What STS and CloudWatch were asked, on a loopback server that grants every role. */
async function asked(place: { account: string; region: string }): Promise<readonly URLSearchParams[]> {
  const seen: URLSearchParams[] = [];
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const parameters = new URLSearchParams(body);
      if (parameters.get('Action') !== 'AssumeRole') return void response.writeHead(400).end();
      seen.push(parameters);
      response.end(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>k</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mine = { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, mine);
  try {
    const { cloudwatch } = createClients(options)(place);
    await cloudwatch.send(new ListMetricsCommand({})).catch(() => undefined);
    await cloudwatch.send(new ListMetricsCommand({})).catch(() => undefined);
    return seen;
  } finally {
    for (const name of Object.keys(mine)) delete process.env[name];
    Object.assign(process.env, before);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test("in another account the environment's reader role is assumed, once, with the environment as external id", async () => {
  const roles = await asked(other);
  expect(roles.map((one) => [one.get('RoleArn'), one.get('ExternalId'), one.get('RoleSessionName')])).toEqual(
    [['arn:aws:iam::444455556666:role/tidewatch-prod-reader-eu-central-1', 'prod', 'tidewatch-prod']],
  );
});

test('in the home account no role is assumed, whatever the region', async () => {
  expect(await asked({ ...home, region: 'us-east-1' })).toEqual([]);
});
