import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../app/server/server.ts';
import { fakeCatalogue } from '../fake-catalogue.ts';
import { createFakeView, type FakeView } from '../fake-view.ts';

/** A folder with a tiny built page in `web`, beside a file that must never be served. */
export function pageFolder(): { readonly root: string; readonly webDir: string } {
  const root = mkdtempSync(join(tmpdir(), 'tidewatch-web-'));
  const webDir = join(root, 'web');
  mkdirSync(webDir);
  writeFileSync(join(root, 'secret.html'), 'not for the web');
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>Tiny</title>');
  writeFileSync(join(webDir, 'main.js'), 'export {};');
  writeFileSync(join(webDir, 'notes.txt'), 'no type, so not served');
  return { root, webDir };
}

export interface Served {
  readonly view: FakeView;
  readonly url: string;
  readonly port: number;
  /** `host:port`, as in the Host header. */
  readonly host: string;
  readonly webDir: string;
  json(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
  post(path: string, body?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** A request as it is written: the path is not normalised and any header may be set. */
  raw(given: RawRequest): Promise<RawAnswer>;
  close(): Promise<void>;
}

export interface RawRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in these pieces, without a Content-Length. */
  readonly pieces?: readonly string[];
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The real server on loopback over the fake view. */
export async function serveFake(): Promise<Served> {
  const { root, webDir } = pageFolder();
  const view = await createFakeView();
  const options = { view, inbox: view.receiver, catalogue: fakeCatalogue, webDir };
  const server: RunningServer = await startServer(options);
  const { host, port } = new URL(server.url);
  const asked = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, server.url), init);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    view,
    url: server.url,
    port: Number(port),
    host,
    webDir,
    json: (path) => asked(path),
    post: (path, body) => asked(path, { method: 'POST', ...(body !== undefined && { body }) }),
    raw: (given) => raw(Number(port), given),
    close: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function raw(port: number, { path, method = 'GET', headers = {}, pieces = [] }: RawRequest) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
    });
    asking.on('error', reject);
    for (const piece of pieces) asking.write(piece);
    asking.end();
  });
}
