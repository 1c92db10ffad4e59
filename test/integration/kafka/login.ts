import { join } from 'node:path';
import { createKafkaSource, type KafkaSourceOptions } from '../../../lib/adapters/sources/kafka/index.ts';
import type { IntegrationTest } from '../harness/define-suite.ts';
import type { Tools } from '../harness/tools.ts';
import { type Login, startKafkaCluster } from './kafka-cluster.ts';
import { expectThat, type OneBroker } from './one-broker.ts';
import { createTraffic } from './traffic.ts';

const username = 'monitor';
const password = 'only-for-this-test';

/** A key and the certificate that vouches for it, as PEM. */
async function makeKey(tools: Tools): Promise<{ readonly login: Login; readonly certificate: string }> {
  const keyStore = join(tools.workDir, 'broker.p12');
  const keyStorePassword = 'changeit';
  const store = ['-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', keyStorePassword];
  const key = ['-alias', 'broker', '-keyalg', 'RSA', '-dname', 'CN=broker', '-ext', 'SAN=ip:127.0.0.1'];
  await tools.run('keytool', ['-genkeypair', ...key, ...store]);
  const certificate = await tools.run('keytool', ['-exportcert', '-rfc', '-alias', 'broker', ...store]);
  return { login: { username, password, keyStore, keyStorePassword }, certificate };
}

async function ask(options: Omit<KafkaSourceOptions, 'clock'>) {
  const source = createKafkaSource({ ...options, clock: { nowMs: Date.now } });
  try {
    const { clusters, series, problems } = await source.discover(Date.now());
    return { clusters, series, problems: problems.map(({ message }) => message) };
  } finally {
    await source.close();
  }
}

export const loginTest: IntegrationTest<OneBroker> = {
  name: 'the source logs in by PLAIN and by SCRAM over TLS; a wrong password and a wrong certificate are one clear line each',
  async run({ tools, jars }) {
    const { login, certificate } = await makeKey(tools);
    const kafka = await startKafkaCluster(tools, { name: 'secure', nodes: 1, jars, login });
    await createTraffic(tools, kafka.bootstrap).createTopic('orders', 2);
    const brokers = kafka.secureBootstrap;
    const ssl = { ca: certificate };

    for (const mechanism of ['plain', 'scram-sha-512'] as const) {
      const { clusters, series, problems } = await ask({
        brokers,
        ssl,
        sasl: { mechanism, username, password },
      });
      expectThat(`no problem by ${mechanism}, got: ${problems.join('; ')}`, problems.length === 0);
      expectThat(`a broker by ${mechanism}`, clusters[0]?.brokerIds.join() === '1');
      expectThat(
        `topic orders by ${mechanism}`,
        series.some(({ entity }) => entity.topic === 'orders'),
      );
    }

    const wrong = await ask({
      brokers,
      ssl,
      sasl: { mechanism: 'plain', username, password: 'wrong-password' },
    });
    expectThat(
      `the refused login in one line, got: ${wrong.problems.join('; ')}`,
      wrong.problems.length === 1 && /refused the login/.test(wrong.problems.join()),
    );
    expectThat('the password nowhere', !wrong.problems.join().includes('wrong-password'));

    const sasl = { mechanism: 'plain', username, password } as const;
    const distrusted = await ask({ brokers, ssl: true, sasl });
    expectThat(
      `TLS named, got: ${distrusted.problems.join('; ')}`,
      /TLS failed/.test(distrusted.problems.join()),
    );
    const unencrypted = await ask({ brokers, sasl });
    expectThat(
      `a problem without TLS, got: ${unencrypted.problems.join('; ')}`,
      unencrypted.problems.length === 1,
    );
    tools.log(
      `seen     ${[wrong, distrusted, unencrypted].map(({ problems }) => problems.join()).join('\n           ')}`,
    );
    await kafka.stop(1);
  },
};
