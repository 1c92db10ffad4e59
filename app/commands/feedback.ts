import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { openDuckDbStores } from '../../lib/adapters/stores/duckdb/index.ts';
import type { MarkedNormal } from '../../lib/pipeline/feedback.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { type Doubt, type FeedbackAnswer, giveFeedback } from '../feedback.ts';
import { type CommandIo, processIo } from './command-io.ts';

interface FeedbackOptions {
  readonly incident?: string;
  readonly series?: string;
  readonly at?: number;
  readonly url?: URL;
  readonly store?: string;
}

export function addFeedbackCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('feedback')
    .description('say that what was paged is no anomaly: the same at that time of day is told no more')
    .option('--incident <id>', 'all that this incident is about')
    .addOption(
      new Option('--series <key>', 'one series, by its key: signal{cluster=…,broker=…}').conflicts(
        'incident',
      ),
    )
    .option('--at <time>', 'when it was called an anomaly, like 2026-11-23T14:05Z', parseTime)
    .option('--url <address>', 'the page that runs: the address that start or watch printed', parseUrl)
    .addOption(new Option('--store <file>', 'the DuckDB file, when nothing runs on it').conflicts('url'))
    .action(async (options: FeedbackOptions) => feedback(options, io));
}

async function feedback(options: FeedbackOptions, io: CommandIo): Promise<void> {
  const answer = await send(doubtOf(options), options);
  if (answer.kind === 'refused') throw new ConfigError([answer.reason]);
  for (const marked of answer.marked) io.out(`${words(marked)}\n`);
}

function doubtOf({ incident, series, at }: FeedbackOptions): Doubt {
  if (incident !== undefined) return { incident };
  if (series !== undefined && at !== undefined) return { series, atMs: at };
  throw new ConfigError([
    'got nothing that is no anomaly: give --incident ID, or --series KEY and --at TIME',
  ]);
}

async function send(doubt: Doubt, { url, store }: FeedbackOptions): Promise<FeedbackAnswer> {
  if (url !== undefined) return post(doubt, url);
  if (store === undefined || !existsSync(store))
    throw new ConfigError([
      `got ${store === undefined ? 'no store' : `no file ${store}`}: give --url of the page that runs, or --store of one that does not`,
    ]);
  const stores = await openDuckDbStores(store);
  try {
    return await giveFeedback(stores, doubt);
  } finally {
    await stores.close();
  }
}

async function post(doubt: Doubt, url: URL): Promise<FeedbackAnswer> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(doubt),
  };
  const response = await fetch(new URL('/api/feedback', url), request).catch((cause) => {
    throw new ConfigError([`--url ${url.href}: no page answers there: give the address that was printed`], {
      cause,
    });
  });
  const { marked, error = `the page answers ${response.status}` } = (await response
    .json()
    .catch(() => ({}))) as { readonly marked?: readonly MarkedNormal[]; readonly error?: string };
  return marked === undefined ? { kind: 'refused', reason: error } : { kind: 'marked', marked };
}

const time = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

function words({ key, fromMs, toMs }: MarkedNormal): string {
  return `${key}: ${time(fromMs)} to ${time(toMs)} UTC is remembered as normal`;
}

/** @throws InvalidArgumentError */
function parseTime(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError(`got "${text}": give a time like 2026-11-23T14:05Z`);
  return ms;
}

/** @throws InvalidArgumentError */
function parseUrl(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError(`got "${text}": give an address like http://127.0.0.1:8080`);
}
