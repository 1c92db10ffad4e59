import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../../ports/clock.ts';
import { StoreError } from '../../../ports/errors.ts';
import { nameOf } from '../../aws/retry.ts';
import type { InfluxAccess, InfluxCredentials } from './options.ts';

export interface SecretAccessOptions {
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
  readonly clock: Clock;
  /** Name or ARN. */
  readonly secret: string;
}

/** How long credentials are remembered, in ms. */
const rememberMs = 3_600_000;

/** How long a token that was refused is not looked up again, in ms: all requests would else ask at once. */
const patienceMs = 10_000;

/**
 * Credentials from a secret: JSON with `token` and, where they are not the default, `organization` and
 * `bucket` (or `database`); or the token as plain text. Remembered for an hour, and read anew when a server
 * refuses the token.
 * @throws StoreError (from what it returns) when the secret cannot be read or holds no token
 */
export function createSecretAccess({ secrets, clock, secret }: SecretAccessOptions): InfluxAccess {
  let known: { readonly credentials: Promise<InfluxCredentials>; readonly atMs: number } | undefined;
  return async (refused) => {
    const nowMs = clock.nowMs();
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : nowMs - known.atMs;
    const held = await known?.credentials.catch(() => undefined);
    const isRefused = refused !== undefined && held?.token === refused && ageMs >= patienceMs;
    if (held !== undefined && ageMs < rememberMs && !isRefused) return held;
    known = { credentials: read(secrets, secret), atMs: nowMs };
    return await known.credentials;
  };
}

async function read(secrets: Pick<SecretsManagerClient, 'send'>, name: string): Promise<InfluxCredentials> {
  let text: string;
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
    text = SecretString.trim();
  } catch (cause) {
    throw new StoreError(`secret ${name} cannot be read: ${nameOf(cause)}`, { cause });
  }
  const credentials = text.startsWith('{') ? fromJson(text) : { token: text };
  if (credentials === undefined || credentials.token === '')
    throw new StoreError(`secret ${name} holds no token: give JSON with "token", or the token as its text`);
  return credentials;
}

function fromJson(text: string): InfluxCredentials | undefined {
  try {
    const { token, organization, bucket, database } = JSON.parse(text) as Record<string, unknown>;
    if (typeof token !== 'string') return undefined;
    return { token, organization: textOf(organization), bucket: textOf(bucket ?? database) };
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
