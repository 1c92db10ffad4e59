import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createReceivers, type ReceiverConfig } from '../lib/adapters/receivers/registry.ts';
import { type DuckDbStores, openDuckDbStores } from '../lib/adapters/stores/duckdb/index.ts';
import {
  rules as allRules,
  dashboards,
  type Rule,
  ruleById,
  runbooks,
  signals,
} from '../lib/domain/catalogue/index.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import type { ServeOptions } from './commands/watch-options.ts';
import { createInbox } from './inbox/inbox.ts';
import type { Pace } from './pace.ts';
import { packageRoot } from './package-root.ts';
import { createProgress } from './progress.ts';
import { overrideRules } from './rule-overrides.ts';
import { createRuntime, type RuntimeOptions } from './runtime.ts';
import { readSecret } from './secrets.ts';
import { startServer } from './server/server.ts';

/** Not a secret: the built-in inbox takes any key of the right length. */
const inboxKey = 'tidewatch'.padEnd(32, '0');

export interface Served extends Pick<RuntimeOptions, 'sources' | 'historyMs' | 'stories' | 'ruleOptions'> {
  readonly pace: Pace;
  readonly stores: DuckDbStores;
}

/** The rules of the catalogue with the changes of the file, if one is given. @throws ConfigError */
export function rulesOf({ rules }: ServeOptions): readonly Rule[] {
  return rules === undefined ? allRules : overrideRules(allRules, rules);
}

/** Opens the store, making its folder. @throws StoreError, ConfigError */
export async function openStore(path: string): Promise<DuckDbStores> {
  if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true });
  return openDuckDbStores(path);
}

const runbookOf = (rule: string) => runbooks.find(({ id }) => id === ruleById(rule)?.runbook);

/** Serves the page and runs the pipeline until the process is told to end. */
export async function serve(options: ServeOptions, served: Served): Promise<void> {
  const progress = createProgress('reading the past');
  const inbox = createInbox({ clock: served.pace.clock });
  const runtime = createRuntime({
    ...served,
    rules: rulesOf(options),
    inbox,
    log: (line) => process.stderr.write(`${line}\n`),
    onBackfill: (done, words) => {
      progress.update(done, words);
      if (done >= 1) progress.end();
    },
  });
  if (options.pagerdutyUrl && !options.pagerdutyKeyEnv) {
    throw new ConfigError([
      '--pagerduty-url needs --pagerduty-key-env NAME, the variable that holds the key',
    ]);
  }
  const catalogue = { signals, sections: dashboards, rules: rulesOf(options), runbooks };
  const server = await startServer({
    view: runtime,
    inbox,
    catalogue,
    webDir: join(packageRoot(), 'dist', 'app', 'web'),
    host: options.host,
    port: options.port,
  });
  process.stdout.write(`page: ${server.url}\n`);
  if (options.open) openBrowser(server.url);
  const end = endOnSignals(async () => {
    await runtime.stop();
    await server.close();
  });
  const receivers = createReceivers(receiverConfigs(options, server.url), { runbookOf });
  await Promise.race([runtime.run(receivers), end]);
  await end;
}

/** The built-in inbox, over HTTP like any other receiver, and the real one where a key is given. */
function receiverConfigs(options: ServeOptions, pageUrl: string): readonly ReceiverConfig[] {
  const endpoint = new URL('v2/enqueue', pageUrl).href;
  const inbox = {
    kind: 'pagerduty',
    id: 'inbox',
    routingKey: inboxKey,
    endpoint,
    ratePerMinute: 6000,
  } as const;
  const { pagerdutyKeyEnv, pagerdutyUrl } = options;
  if (pagerdutyKeyEnv === undefined) return [inbox];
  const routingKey = readSecret(pagerdutyKeyEnv, '--pagerduty-key-env');
  return [inbox, { kind: 'pagerduty', routingKey, ...(pagerdutyUrl && { endpoint: pagerdutyUrl }) }];
}

/** Resolves once the work of ending is done; a second signal ends at once. */
function endOnSignals(end: () => Promise<void>): Promise<void> {
  return new Promise((done, fail) => {
    let isEnding = false;
    const onSignal = () => {
      if (isEnding) process.exit(130);
      isEnding = true;
      process.stderr.write('\nending: writing everything to the store …\n');
      end().then(done, fail);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function openBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };
  const child = spawn(openers[process.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true });
  // Without a browser the address printed is enough.
  child.on('error', () => undefined);
  child.unref();
}
