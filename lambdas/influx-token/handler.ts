import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { PortError } from '../../lib/ports/errors.ts';
import { signIn } from './admin.ts';
import { createDatabase } from './database.ts';

/** What the stack says of the instance (lib/infra/storage/influxdb.ts). */
export interface InfluxTokenProperties {
  readonly engine: 'v2' | 'v3';
  readonly url: string;
  /** v2: JSON with `username` and `password`. v3: JSON with `token`, kept by the service. */
  readonly adminSecret: string;
  /** v2: where the token of the functions goes. */
  readonly tokenSecret?: string;
  readonly organization: string;
  readonly bucket: string;
  /** CloudFormation hands every property over as text. */
  readonly keepDays: string;
  readonly description: string;
}

type Event = Pick<CloudFormationCustomResourceEvent, 'RequestType'> & {
  readonly ResourceProperties: unknown;
};

export interface Result {
  readonly PhysicalResourceId: string;
  readonly Data: Readonly<Record<string, string>>;
}

export interface InfluxTokenInput {
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
  readonly log: (line: string) => void;
}

/**
 * Readies a new instance for the functions, once a deployment. v2: signs in as the administrator, sets the
 * bucket's retention, makes a token for that bucket alone, puts it into the functions' secret and revokes the
 * ones before. v3: makes the database with its retention; the functions use the token that the service keeps.
 * Deleting revokes the tokens when the instance still answers, and never fails.
 */
export function createHandler({ secrets, log }: InfluxTokenInput): (event: Event) => Promise<Result> {
  return async ({ RequestType, ResourceProperties }) => {
    const properties = ResourceProperties as InfluxTokenProperties;
    const done = (state: string): Result => {
      log(`influxdb ${properties.engine}: ${state}`);
      return { PhysicalResourceId: `${properties.bucket}-access`, Data: { State: state } };
    };
    if (RequestType === 'Delete') return done(await farewell(secrets, properties));
    return done(
      properties.engine === 'v2'
        ? await replaceToken(secrets, properties)
        : await database(secrets, properties),
    );
  };
}

async function replaceToken(secrets: InfluxTokenInput['secrets'], properties: InfluxTokenProperties) {
  const { url, organization, bucket, keepDays, description, tokenSecret } = properties;
  if (tokenSecret === undefined) throw new PortError('no secret for the token: the stack names one');
  const session = await signIn(url, await adminOf(secrets, properties.adminSecret));
  try {
    const access = { organization, bucket, keepDays: Number(keepDays), description };
    const { token, revokeOlder } = await session.mint(access);
    const SecretString = JSON.stringify({ token, organization, bucket });
    await secrets.send(new PutSecretValueCommand({ SecretId: tokenSecret, SecretString }));
    return `token made, ${await revokeOlder()} revoked`;
  } finally {
    await session.signOut();
  }
}

async function database(secrets: InfluxTokenInput['secrets'], properties: InfluxTokenProperties) {
  const { url, bucket, keepDays, adminSecret } = properties;
  const { token } = await jsonOf(secrets, adminSecret);
  if (typeof token !== 'string') throw new PortError(`secret ${adminSecret} holds no token`);
  return `database ${await createDatabase(url, token, { database: bucket, keepDays: Number(keepDays) })}`;
}

async function farewell(secrets: InfluxTokenInput['secrets'], properties: InfluxTokenProperties) {
  if (properties.engine === 'v3') return 'nothing to revoke';
  try {
    const session = await signIn(properties.url, await adminOf(secrets, properties.adminSecret));
    return `${await session.revoke(properties)} tokens revoked`;
  } catch (error) {
    return `no token revoked: ${error instanceof PortError ? error.message : 'the instance does not answer'}`;
  }
}

async function adminOf(secrets: InfluxTokenInput['secrets'], name: string) {
  const { username, password } = await jsonOf(secrets, name);
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new PortError(`secret ${name} holds no "username" and "password"`);
  return { username, password };
}

async function jsonOf(
  secrets: InfluxTokenInput['secrets'],
  name: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
  try {
    return JSON.parse(SecretString) as Readonly<Record<string, unknown>>;
  } catch {
    throw new PortError(`secret ${name} holds no JSON`);
  }
}
