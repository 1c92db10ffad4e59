import { createHandler, type InfluxTokenProperties } from '../../../lambdas/influx-token/handler.ts';
import {
  createInfluxMetricStore,
  type InfluxCredentials,
} from '../../../lib/adapters/stores/timestream-influxdb/index.ts';
import type { InfluxServer } from './influxdb-server.ts';

let count = 0;

/** A store on a bucket of its own, opened by the token that the function `influx-token` makes. */
export async function openBucket({ nowMs, keepDays = 36_500 }: { nowMs: number; keepDays?: number }) {
  const server = JSON.parse(process.env.TIDEWATCH_INFLUX_SERVER ?? '{}') as InfluxServer;
  const bucket = `bucket-${count++}`;
  await createBucket(server, bucket);
  const secrets = new Map([['admin', JSON.stringify(server)]]);
  const makeToken = createHandler({ secrets: secretsIn(secrets) as never, log: () => undefined });
  const properties: InfluxTokenProperties = {
    engine: 'v2',
    url: server.url,
    adminSecret: 'admin',
    tokenSecret: 'token',
    organization: server.organization,
    bucket,
    keepDays: String(keepDays),
    description: `tidewatch ${bucket}`,
  };
  const replaceToken = () => makeToken({ RequestType: 'Create', ResourceProperties: properties });
  await replaceToken();
  let known: InfluxCredentials | undefined;
  const access = async (refused?: string) => {
    if (known === undefined || known.token === refused)
      known = JSON.parse(secrets.get('token') ?? '{}') as InfluxCredentials;
    return known;
  };
  const clock = { nowMs: () => nowMs };
  const store = createInfluxMetricStore({ engine: 'v2', url: server.url, access, clock });
  return { store, url: server.url, bucket, access, replaceToken };
}

/** Secrets Manager, as far as the function uses it. */
function secretsIn(secrets: Map<string, string>) {
  return {
    send: async ({ input }: { input: { SecretId: string; SecretString?: string } }) => {
      if (input.SecretString !== undefined) secrets.set(input.SecretId, input.SecretString);
      return { SecretString: secrets.get(input.SecretId) };
    },
  };
}

/** Timestream makes the first bucket of an instance; the tests make one each. */
async function createBucket({ url, username, password }: InfluxServer, name: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const session = await fetch(`${url}/api/v2/signin`, { method: 'POST', headers: { authorization } });
  const cookie = session.headers.getSetCookie().join('; ').split(';', 1)[0] ?? '';
  const orgs = (await (await fetch(`${url}/api/v2/orgs`, { headers: { cookie } })).json()) as {
    orgs: readonly { id: string }[];
  };
  const body = JSON.stringify({ orgID: orgs.orgs[0]?.id, name, retentionRules: [] });
  const answer = await fetch(`${url}/api/v2/buckets`, { method: 'POST', headers: { cookie }, body });
  if (!answer.ok) throw new Error(`no bucket ${name}: ${answer.status} ${await answer.text()}`);
}
