import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body?: string;
}

export interface Recorded {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server that gives the replies in their order, the last one for ever, and remembers what it was asked. */
export async function startRecorded(replies: readonly Reply[]) {
  const requests: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url, headers } = request;
    const reply = replies[Math.min(requests.length, replies.length - 1)] ?? { status: 500 };
    requests.push({
      method,
      url,
      authorization: headers.authorization,
      body: Buffer.concat(parts).toString(),
    });
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    access: async () => ({ token: 'the-token', organization: 'ours', bucket: 'tide' }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
