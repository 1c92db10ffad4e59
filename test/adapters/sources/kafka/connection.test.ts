import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createKafkaSource, type KafkaSourceOptions } from '../../../../lib/adapters/sources/kafka/index.ts';
import { awsTokenProvider, saslConfig } from '../../../../lib/adapters/sources/kafka/sasl.ts';

const clock = { nowMs: () => 1000 };
const quick = { clock, connectTimeoutMs: 200, requestTimeoutMs: 200 };

/** Runs a server on loopback while the test runs. */
async function withServer<T>(
  onSocket: (socket: Socket) => void,
  run: (server: string) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await run(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readProblem(options: KafkaSourceOptions) {
  const source = createKafkaSource(options);
  const { samples, problems } = await source.read({ fromMs: 0, toMs: 1000 });
  await source.close();
  expect(samples).toEqual([]);
  expect(problems).toHaveLength(1);
  return problems[0];
}

test('a closed port is a problem that names it and what to check', async () => {
  const brokers = await withServer(
    () => {},
    async (server) => [server],
  );
  const problem = await readProblem({ ...quick, brokers });
  expect(problem).toMatchObject({ kind: 'unreachable', where: brokers[0], count: 1 });
  expect(problem?.message).toBe(
    `kafka cluster: cannot reach ${brokers[0]} (connection refused): check host and port, that the listener takes this network and these TLS and SASL settings, and that the broker is up`,
  );
});

test('a server that hangs up at once is a problem, and no login is in it', async () => {
  const sasl = { mechanism: 'plain', username: 'monitor', password: 'hunter2' } as const;
  const problem = await withServer(
    (socket) => socket.destroy(),
    (server) => readProblem({ ...quick, brokers: [server], sasl }),
  );
  expect(problem?.kind).toBe('unreachable');
  expect(problem?.message).not.toContain('hunter2');
});

test('a server that never answers is a problem after the time-out', async () => {
  const problem = await withServer(
    () => {},
    (server) => readProblem({ ...quick, brokers: [server] }),
  );
  expect(problem).toMatchObject({ kind: 'unreachable' });
  expect(problem?.message).toContain('no answer in time');
});

test('a server that speaks something else is a problem', async () => {
  const problem = await withServer(
    (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    (server) => readProblem({ ...quick, brokers: [server] }),
  );
  expect(problem?.message).toMatch(/^kafka cluster: [^\n]+$/);
});

test('a host that does not exist is named', async () => {
  const problem = await readProblem({
    ...quick,
    connectTimeoutMs: 2000,
    brokers: ['no-such-host.invalid:9092'],
  });
  expect(problem).toMatchObject({ kind: 'unreachable', where: 'no-such-host.invalid:9092' });
});

test('a token for MSK IAM is used until a minute before it expires', async () => {
  let nowMs = 0;
  let made = 0;
  const provide = awsTokenProvider(
    'eu-west-1',
    async (region) => ({ token: `${region}-${++made}`, expiryTime: nowMs + 900_000 }),
    () => nowMs,
  );
  expect(await provide()).toEqual({ value: 'eu-west-1-1' });
  nowMs = 839_000;
  expect(await provide()).toEqual({ value: 'eu-west-1-1' });
  nowMs = 841_000;
  expect(await provide()).toEqual({ value: 'eu-west-1-2' });
});

test('MSK IAM goes out as OAUTHBEARER, a password login as it is', () => {
  expect(saslConfig({ mechanism: 'aws', region: 'eu-west-1' })).toMatchObject({ mechanism: 'oauthbearer' });
  const plain = { mechanism: 'scram-sha-512', username: 'u', password: 'p' } as const;
  expect(saslConfig(plain)).toEqual(plain);
  expect(saslConfig(undefined)).toBeUndefined();
});
