import { PortError } from '../../lib/ports/errors.ts';

export interface Admin {
  readonly username: string;
  readonly password: string;
}

/** What a token is for, and how long its bucket keeps points. */
export interface BucketAccess {
  readonly organization: string;
  readonly bucket: string;
  readonly keepDays: number;
  /** Tells our tokens from others. */
  readonly description: string;
}

interface Named {
  readonly id: string;
}

interface Authorization extends Named {
  readonly description?: string;
}

type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** A session of the administrator of an InfluxDB 2, by its HTTP API. */
export interface AdminSession {
  /**
   * Sets the bucket's retention and makes a token that may read and write that bucket, and nothing else.
   * @returns the token, and how to revoke the tokens of the same description that were there before
   */
  mint(access: BucketAccess): Promise<{ readonly token: string; revokeOlder(): Promise<number> }>;
  /** Revokes the tokens of the description. @returns how many there were */
  revoke(access: Pick<BucketAccess, 'organization' | 'description'>): Promise<number>;
  signOut(): Promise<void>;
}

/** How long a call may take, in ms. */
const timeoutMs = 20_000;

/**
 * Signs in with name and password, as a new instance has no token.
 * @throws PortError when the server cannot be reached or refuses; its message holds neither password nor token
 * Source: InfluxDB 2 API reference, signin, buckets, authorizations.
 */
export async function signIn(url: string, { username, password }: Admin): Promise<AdminSession> {
  const pair = Buffer.from(`${username}:${password}`).toString('base64');
  const response = await answerTo('POST', `${url}/api/v2/signin`, { authorization: `Basic ${pair}` });
  if (!response.ok) throw new PortError(`influxdb refuses to sign in ${username}: ${response.status}`);
  const cookie = response.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
  const call: Call = async (method, path, body) => {
    const headers = { cookie: cookie.join('; '), 'content-type': 'application/json' };
    const answer = await answerTo(method, `${url}${path}`, headers, body);
    if (!answer.ok) throw new PortError(`influxdb refuses ${method} ${path}: ${answer.status}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as never;
  };
  return {
    mint: (access) => mint(call, access),
    revoke: async ({ organization, description }) => {
      const orgId = await organizationId(call, organization);
      return await revokeAll(call, await ours(call, orgId, description));
    },
    // The session ends by itself too.
    signOut: () => call<void>('POST', '/api/v2/signout').catch(() => undefined),
  };
}

async function mint(call: Call, { organization, bucket, keepDays, description }: BucketAccess) {
  const orgId = await organizationId(call, organization);
  const { buckets } = await call<{ buckets: readonly Named[] }>(
    'GET',
    `/api/v2/buckets?${new URLSearchParams({ orgID: orgId, name: bucket })}`,
  );
  const [found] = buckets;
  if (found === undefined) throw new PortError(`influxdb has no bucket ${bucket} in ${organization}`);
  await call('PATCH', `/api/v2/buckets/${found.id}`, { retentionRules: [retentionRule(keepDays)] });
  const older = await ours(call, orgId, description);
  const resource = { type: 'buckets', id: found.id, orgID: orgId };
  const { token } = await call<{ token: string }>('POST', '/api/v2/authorizations', {
    orgID: orgId,
    description,
    permissions: ['read', 'write'].map((action) => ({ action, resource })),
  });
  return { token, revokeOlder: () => revokeAll(call, older) };
}

/** Points go by whole shards: a week each, or a day where less than half a year is kept, as the server's own
 *  defaults are. A shard that is longer than the retention would be refused. */
function retentionRule(keepDays: number) {
  const shardDays = keepDays >= 180 ? 7 : 1;
  return {
    type: 'expire',
    everySeconds: keepDays * 86_400,
    shardGroupDurationSeconds: shardDays * 86_400,
  };
}

async function organizationId(call: Call, organization: string): Promise<string> {
  const { orgs } = await call<{ orgs: readonly Named[] }>(
    'GET',
    `/api/v2/orgs?${new URLSearchParams({ org: organization })}`,
  );
  const [found] = orgs;
  if (found === undefined) throw new PortError(`influxdb has no organization ${organization}`);
  return found.id;
}

async function ours(call: Call, orgId: string, description: string): Promise<readonly Authorization[]> {
  const { authorizations } = await call<{ authorizations: readonly Authorization[] }>(
    'GET',
    `/api/v2/authorizations?${new URLSearchParams({ orgID: orgId })}`,
  );
  return authorizations.filter((one) => one.description === description);
}

async function revokeAll(call: Call, tokens: readonly Named[]): Promise<number> {
  for (const { id } of tokens) await call('DELETE', `/api/v2/authorizations/${id}`);
  return tokens.length;
}

async function answerTo(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return await fetch(url, {
      method,
      headers,
      signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    const why = typeof cause?.code === 'string' ? cause.code : 'no answer in time';
    throw new PortError(`influxdb at ${new URL(url).origin} cannot be reached: ${why}`);
  }
}
