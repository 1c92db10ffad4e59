import type { Problem } from '../../../domain/series/samples.ts';
import { StoreError } from '../../../ports/errors.ts';
import type { WriteReport } from '../../../ports/metric-store.ts';
import { inParallel } from '../../aws/parallel.ts';
import { type Answer, post, wordsOf } from './http.ts';
import type { Line, Table } from './lines.ts';
import type { Settings } from './options.ts';

/** What the server says of a batch: how many lines it dropped, or that it could read none because of some. */
export type Outcome =
  | { readonly kind: 'partial'; readonly rejected: readonly Problem[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface WriteApi {
  path(bucket: string, organization: string): string;
  /** What an answer that is no success says, or `undefined` when it is about the whole request. */
  outcomeOf(answer: Answer, table: Table, batch: readonly Line[]): Outcome | undefined;
}

/** How often a batch may be cut in two to find the lines that cannot be read. */
const cuts = 64;

/**
 * Writes lines; the server overwrites what has the same measurement, tags and time.
 * @throws StoreError when a batch cannot be written at all; writing the same again mends it
 */
export async function writeLines(
  settings: Settings,
  api: WriteApi,
  table: Table,
  lines: readonly Line[],
): Promise<WriteReport> {
  const { batchLines, width } = settings;
  const batches = Array.from({ length: Math.ceil(lines.length / batchLines) }, (_, i) =>
    lines.slice(i * batchLines, (i + 1) * batchLines),
  );
  const budget = { cuts };
  const write = (batch: readonly Line[]) => writeBatch(settings, api, table, batch, budget);
  const rejected = (await inParallel(batches, width, write)).flat();
  return { written: lines.length - countOf(rejected), rejected: mergeProblems(rejected) };
}

async function writeBatch(
  settings: Settings,
  api: WriteApi,
  table: Table,
  batch: readonly Line[],
  budget: { cuts: number },
): Promise<readonly Problem[]> {
  const answer = await post(settings, {
    what: 'written',
    path: ({ bucket, organization }) => api.path(bucket, organization),
    body: () => batch.map(({ text }) => text).join('\n'),
    contentType: 'text/plain; charset=utf-8',
  });
  if (answer.status < 300) return [];
  const outcome = api.outcomeOf(answer, table, batch);
  if (outcome === undefined)
    throw new StoreError(
      `influxdb at ${settings.url} cannot be written: it answered ${answer.status}${wordsOf(answer.text)}`,
    );
  if (outcome.kind === 'partial') return outcome.rejected;
  if (batch.length === 1 || budget.cuts-- <= 0) return refusals(table, batch, outcome.reason);
  const middle = Math.ceil(batch.length / 2);
  return [
    ...(await writeBatch(settings, api, table, batch.slice(0, middle), budget)),
    ...(await writeBatch(settings, api, table, batch.slice(middle), budget)),
  ];
}

/** One problem a line, told by its signal. */
export function refusals(table: Table, lines: readonly Line[], reason: string): readonly Problem[] {
  return lines.map(({ signal }) => refusal(`${table} ${signal}`, reason, 1));
}

export function refusal(where: string, reason: string, count: number): Problem {
  const words = reason.replace(/\s+/g, ' ').trim().slice(0, 300);
  const advice = /retention/i.test(words) ? '; lengthen the retention, or write newer points' : '';
  return { kind: 'rejected', where, message: `influxdb refused it: ${words}${advice}`, count };
}

/** Problems of one kind, place and text counted together. */
export function mergeProblems(problems: readonly Problem[]): readonly Problem[] {
  const merged = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.kind, problem.where, problem.message]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, count: known.count + problem.count } : problem);
  }
  return [...merged.values()];
}

function countOf(problems: readonly Problem[]): number {
  return problems.reduce((sum, { count }) => sum + count, 0);
}
