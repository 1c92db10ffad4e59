import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Permission {
  readonly action: string;
  readonly resource: unknown;
}

/** The administrator's API of an InfluxDB 2 that has two tokens, the first of ours, and of an InfluxDB 3. */
export async function startFakeAdmin({ password = 'Secret12', databaseStatus = 200 } = {}) {
  const permissions: (readonly Permission[])[] = [];
  const retention: unknown[] = [];
  const revoked: string[] = [];
  const databases: unknown[] = [];
  const answers: Readonly<Record<string, (body: string) => unknown>> = {
    'GET /api/v2/orgs': () => ({ orgs: [{ id: 'o1' }] }),
    'PATCH /api/v2/buckets/b1': (body) => {
      retention.push(...(JSON.parse(body) as { retentionRules: unknown[] }).retentionRules);
      return {};
    },
    'GET /api/v2/authorizations': () => ({
      authorizations: [
        { id: 'a1', description: 'tidewatch functions' },
        { id: 'a2', description: "admin's token" },
      ],
    }),
    'POST /api/v2/authorizations': (body) => {
      permissions.push((JSON.parse(body) as { permissions: Permission[] }).permissions);
      return { id: 'a3', token: 'token-3' };
    },
    'POST /api/v2/signout': () => ({}),
  };

  async function answer(request: IncomingMessage, body: string): Promise<{ status: number; body?: unknown }> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://loopback');
    const call = `${request.method} ${pathname}`;
    if (call === 'POST /api/v3/configure/database') {
      databases.push(JSON.parse(body));
      return { status: databaseStatus };
    }
    if (request.headers.cookie !== 'influxdb-oss-session=session') return { status: 401 };
    if (call === 'GET /api/v2/buckets')
      return {
        status: 200,
        body: { buckets: searchParams.get('name') === 'tidewatch' ? [{ id: 'b1' }] : [] },
      };
    const [, id] = /^DELETE \/api\/v2\/authorizations\/(\w+)$/.exec(call) ?? [];
    if (id !== undefined) {
      revoked.push(id);
      return { status: 204 };
    }
    const known = answers[call];
    return known ? { status: 200, body: known(body) } : { status: 404 };
  }

  const basic = `Basic ${Buffer.from(`tidewatch:${password}`).toString('base64')}`;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === '/api/v2/signin') {
      const isRight = request.headers.authorization === basic;
      const cookie = 'influxdb-oss-session=session; Path=/api/; HttpOnly; SameSite=Strict';
      response.writeHead(isRight ? 204 : 401, isRight ? { 'set-cookie': cookie } : {}).end();
      return;
    }
    const { status, body } = await answer(request, Buffer.concat(parts).toString());
    response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, permissions, retention, revoked, databases, close };
}
