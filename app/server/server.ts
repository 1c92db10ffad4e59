import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { ConfigError } from '../../lib/ports/errors.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { RuntimeView } from '../runtime-view.ts';
import { createApp } from './app.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { readStaticFiles } from './static-files.ts';
import { createTicks } from './ticks.ts';

export interface ServerOptions {
  readonly view: RuntimeView;
  readonly inbox: Inbox;
  readonly catalogue: CatalogueView;
  /** Folder of the built page. */
  readonly webDir: string;
  /** Name or address to listen on. There is no login: beyond loopback everybody who reaches it may look. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, a free one */
  readonly port?: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Ends every connection, streams too. */
  close(): Promise<void>;
}

/**
 * Serves the page, its JSON API and the PagerDuty-shaped inbox at `POST /v2/enqueue`.
 * @throws ConfigError when the page is not built, or the port or host cannot be listened on
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { view, inbox, catalogue, webDir, host = '127.0.0.1', port = 0 } = options;
  const files = readStaticFiles(webDir);
  const ticks = createTicks(view);
  const app = createApp({ view, inbox, catalogue, ticks, files, host });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  try {
    await listen(server, host, port);
  } catch (cause) {
    ticks.close();
    throw new ConfigError([reasonOf(cause, host, port)], { cause });
  }
  return {
    url: urlOf(server, host),
    close: async () => {
      ticks.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function reasonOf(cause: unknown, host: string, port: number): string {
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
  const said: Readonly<Record<string, string>> = {
    EADDRINUSE: 'the port is taken: choose another, or 0 for a free one',
    EACCES: 'the port is not allowed: choose one above 1023, or 0 for a free one',
    EADDRNOTAVAIL: 'the address is not of this machine',
    ENOTFOUND: 'the name is not known',
    EAI_AGAIN: 'the name is not known',
    ERR_SOCKET_BAD_PORT: 'a port is a whole number from 0 to 65535',
  };
  return `cannot listen on ${host}:${port}: ${said[code] ?? code}`;
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
