import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../lib/ports/clock.ts';
import { PortError } from '../../lib/ports/errors.ts';

/** How long a secret is remembered, in ms: a rotated key is in use within this. */
const rememberMs = 600_000;

/**
 * Reads a secret: a plain text, or JSON with the text under `routingKey`. Remembered for ten minutes.
 * @throws PortError when it cannot be read or holds nothing; its message never holds the secret
 */
export function createSecretReader(
  client: SecretsManagerClient,
  clock: Clock,
  name: string,
): () => Promise<string> {
  let known: { readonly value: string; readonly atMs: number } | undefined;
  return async () => {
    const nowMs = clock.nowMs();
    if (known && nowMs - known.atMs < rememberMs) return known.value;
    known = { value: await read(client, name), atMs: nowMs };
    return known.value;
  };
}

async function read(client: SecretsManagerClient, name: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  const key = keyOf((SecretString ?? '').trim());
  if (key === '') throw new PortError(`secret ${name} holds no key: store the integration key as its text`);
  return key;
}

function keyOf(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { routingKey } = JSON.parse(text) as { routingKey?: unknown };
    return typeof routingKey === 'string' ? routingKey.trim() : '';
  } catch {
    return '';
  }
}
