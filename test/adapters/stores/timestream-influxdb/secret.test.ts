import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createSecretAccess } from '../../../../lib/adapters/stores/timestream-influxdb/index.ts';

function open(...texts: readonly string[]) {
  const secrets = mockClient(new SecretsManagerClient({ region: 'eu-west-1' }));
  let calls = 0;
  secrets
    .on(GetSecretValueCommand)
    .callsFake(() => ({ SecretString: texts[Math.min(calls++, texts.length - 1)] }));
  const clock = { ms: 0, nowMs: () => clock.ms };
  const access = createSecretAccess({ secrets: secrets as never, clock, secret: 'team/influx' });
  return { access, clock, secrets, calls: () => calls };
}

test.each([
  ['{"token":"t","organization":"o","bucket":"b"}', { token: 't', organization: 'o', bucket: 'b' }],
  ['{"token":"t","database":"d"}', { token: 't', organization: undefined, bucket: 'd' }],
  [' plain \n', { token: 'plain' }],
])('a secret %s gives its credentials', async (text, expected) => {
  expect(await open(text).access()).toEqual(expected);
});

test('it is read once an hour', async () => {
  const { access, clock, calls } = open('{"token":"one"}', '{"token":"two"}');
  await access();
  clock.ms = 3_599_999;
  expect((await access()).token).toBe('one');
  clock.ms = 3_600_000;
  expect((await access()).token).toBe('two');
  expect(calls()).toBe(2);
});

test('a refused token is read anew, but not at each refusal', async () => {
  const { access, clock, calls } = open('{"token":"one"}', '{"token":"one"}', '{"token":"two"}');
  await access();
  clock.ms = 20_000;
  expect((await access('one')).token).toBe('one');
  expect((await access('one')).token).toBe('one');
  expect(calls()).toBe(2);
  clock.ms = 40_000;
  expect((await access('one')).token).toBe('two');
  expect((await access('one')).token).toBe('two');
  expect(calls()).toBe(3);
});

test.each(['', '{"username":"u"}', '{"token":""}', '{broken'])(
  'refuses a secret without a token: %s',
  async (text) => {
    await expect(open(text).access()).rejects.toThrow('secret team/influx holds no token');
  },
);

test('a secret that cannot be read is tried again', async () => {
  const { access, secrets } = open('{"token":"one"}');
  secrets
    .on(GetSecretValueCommand)
    .rejectsOnce(Object.assign(new Error('arn and all'), { name: 'AccessDenied' }));
  await expect(access()).rejects.toThrow('secret team/influx cannot be read: AccessDenied');
});
