import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createReceivers } from '../lib/adapters/receivers/registry.ts';
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
import type { Receiver } from '../lib/ports/receiver.ts';
import type { ServeOptions } from './commands/watch-options.ts';
import { createInbox } from './inbox/inbox.ts';
import { createInboxReceiver } from './inbox/receiver.ts';
import { readLagSettings } from './lag-settings.ts';
import type { Pace } from './pace.ts';
import { packageRoot } from './package-root.ts';
import { createProgress } from './progress.ts';
import { overrideRules } from './rule-overrides.ts';
import { createRuntime, type RuntimeOptions } from './runtime.ts';
import { readSecret } from './secrets.ts';
import { startServer } from './server/server.ts';

export interface Served
  extends Pick<RuntimeOptions, 'sources' | 'historyMs' | 'stories' | 'ruleOptions' | 'problems'> {
  readonly pace: Pace;
  readonly stores: DuckDbStores;
}

/** The rules of the catalogue with the changes of the file, if one is given. @throws ConfigError */
export function rulesOf({ rules }: ServeOptions): readonly Rule[] {
  return rules === undefined ? allRules : overrideRules(allRules, rules);
}

/** Opens the store, making its folder. @throws StoreError, ConfigError */
export async function openStore(path: string): Promise<DuckDbStores> {
  if (path !== ':memory:') makeFolderOf(path);
  return openDuckDbStores(path);
}

function makeFolderOf(path: string): void {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError([`--store ${path}: its folder cannot be made (${code}); give another path`], {
      cause,
    });
  }
}

const runbookOf = (rule: string) => runbooks.find(({ id }) => id === ruleById(rule)?.runbook);

/** Serves the page and runs the pipeline until the process is told to end. */
export async function serve(options: ServeOptions, served: Served): Promise<void> {
  const rules = rulesOf(options);
  const lag = options.lag === undefined ? {} : { lag: readLagSettings(options.lag) };
  const paging = pagingOf(options);
  const inbox = createInbox({ clock: served.pace.clock });
  const runtime = createRuntime({
    ...served,
    ...reportsTo(process.stderr),
    rules,
    ruleOptions: { ...served.ruleOptions, ...lag },
    inbox,
    retentionMs: options.retention,
    alarmBudget: options.alarmBudget,
  });
  const server = await startServer({
    view: runtime,
    inbox,
    catalogue: { signals, sections: dashboards, rules, runbooks },
    webDir: join(packageRoot(), 'dist', 'app', 'web'),
    host: options.host,
    port: options.port,
  });
  process.stdout.write(`page: ${server.url}\n`);
  if (options.open) openBrowser(server.url);
  const told = toldToEnd();
  try {
    const running = runtime.run([createInboxReceiver(inbox, runbookOf), ...paging]);
    await Promise.race([running, told]);
  } finally {
    process.stderr.write('ending: writing everything to the store …\n');
    await runtime.stop();
    await server.close();
  }
}

function reportsTo(stream: NodeJS.WriteStream): Pick<RuntimeOptions, 'log' | 'onBackfill'> {
  const progress = createProgress('reading the past', stream);
  return {
    log: (line) => stream.write(`${line}\n`),
    onBackfill: (done, words) => {
      progress.update(done, words);
      if (done >= 1) progress.end();
    },
  };
}

/** The receivers besides the built-in inbox. @throws ConfigError */
function pagingOf({ pagerdutyKeyEnv, pagerdutyUrl }: ServeOptions): readonly Receiver[] {
  if (pagerdutyKeyEnv === undefined) {
    if (pagerdutyUrl === undefined) return [];
    throw new ConfigError([
      '--pagerduty-url needs --pagerduty-key-env NAME, the variable that holds the key',
    ]);
  }
  const routingKey = readSecret(pagerdutyKeyEnv, '--pagerduty-key-env');
  const config = { kind: 'pagerduty', routingKey, ...(pagerdutyUrl && { endpoint: pagerdutyUrl }) } as const;
  return createReceivers([config], { runbookOf });
}

/** Resolves at the first signal to end; a second one ends at once. */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    const onSignal = () => {
      if (isEnding) process.exit(130);
      isEnding = true;
      resolve();
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
