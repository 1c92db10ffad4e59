import { once } from 'node:events';
import { createServer } from 'node:net';

/** The wished port of loopback when it is free, or else one that is. */
export async function freePort(wished: number): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? wished;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
