import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../app/server/server.ts';
import { fakeCatalogue } from '../fake-catalogue.ts';
import { createFakeView, type FakeView } from '../fake-view.ts';

export interface Served extends RunningServer {
  readonly view: FakeView;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server over made-up data with a page of one line. */
export async function serveFake(): Promise<Served> {
  const webDir = mkdtempSync(join(tmpdir(), 'tidewatch-web-'));
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>Tidewatch</title>');
  writeFileSync(join(webDir, 'secret.txt'), 'not served');
  const view = createFakeView();
  const running = await startServer({ view, inbox: view.receiver, catalogue: fakeCatalogue, webDir });
  rmSync(webDir, { recursive: true });
  return { ...running, view };
}

/** One request with any headers, which `fetch` would not let through. */
export function ask(
  { url }: RunningServer,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export async function askJson<T>(server: RunningServer, path: string): Promise<T> {
  return JSON.parse((await ask(server, path)).body) as T;
}
