import type { Problem } from '../../../../domain/series/samples.ts';
import type { Series } from '../../../../domain/series/series.ts';
import { inParallel } from '../../../aws/parallel.ts';
import { getItems, queryItems } from './client.ts';
import { type Edit, editItems } from './edit.ts';
import type { Settings } from './options.ts';
import {
  blockKey,
  blockMs,
  blockStart,
  type Item,
  idOf,
  type Kind,
  maxBodyBytes,
  maxTimeMs,
} from './table.ts';

/** What is kept of a series at a time: a point or a verdict. */
export interface Timed {
  readonly timeMs: number;
}

/** How the rows of a kind become a block's body and come back. */
export interface BlockKind<Row extends Timed> {
  readonly kind: Kind;
  /** @param rows by time, one a time */
  pack(rows: readonly Row[]): Uint8Array;
  /** @throws RangeError when the body is none */
  unpack(series: Series, body: Uint8Array): readonly Row[];
}

/** Rows of one series in any order; of one time, the last is meant. */
export interface SeriesRows<Row extends Timed> {
  readonly series: Series;
  readonly rows: readonly Row[];
}

export interface WrittenRows<Row extends Timed> {
  /** What is in the table now; a series whose every block was refused is left out. */
  readonly written: readonly SeriesRows<Row>[];
  readonly refused: readonly Problem[];
}

/**
 * Merges rows into the blocks of their hours. A block that cannot be read is left as it is, and its new rows are
 * a problem.
 * @param all one entry a series
 */
export async function writeRows<Row extends Timed>(
  settings: Settings,
  kind: BlockKind<Row>,
  all: readonly SeriesRows<Row>[],
): Promise<WrittenRows<Row>> {
  const problems = new Map<Edit, Problem>();
  const changes = all.map(({ series, rows }) => ({
    series,
    edits: [...byBlock(rows)].map(([startMs, mine]) => {
      const edit = editOf(settings, kind, { series, rows: mine }, startMs, (problem) =>
        problems.set(edit, problem),
      );
      return { edit, rows: mine };
    }),
  }));
  await editItems(
    settings,
    changes.flatMap(({ edits }) => edits.map(({ edit }) => edit)),
  );
  const written = changes.map(({ series, edits }) => ({
    series,
    rows: edits.flatMap(({ edit, rows }) => (problems.has(edit) ? [] : rows)),
  }));
  return { written: written.filter(({ rows }) => rows.length > 0), refused: [...problems.values()] };
}

function byBlock<Row extends Timed>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const blocks = new Map<number, Row[]>();
  for (const row of rows) {
    const start = blockStart(row.timeMs);
    const mine = blocks.get(start);
    if (mine) mine.push(row);
    else blocks.set(start, [row]);
  }
  return blocks;
}

function editOf<Row extends Timed>(
  { table, keepMs }: Settings,
  kind: BlockKind<Row>,
  { series, rows }: SeriesRows<Row>,
  startMs: number,
  refuse: (problem: Problem) => void,
): Edit {
  const key = blockKey(series.key, kind.kind, startMs);
  const where = whereOf(table, key);
  const merged = (stored: Uint8Array | undefined) => {
    const known = stored === undefined ? [] : kind.unpack(series, stored);
    return kind.pack(merge(known, rows));
  };
  return {
    key,
    apply: (stored) => {
      try {
        const body = merged(stored);
        if (body.length <= maxBodyBytes) return { body, expiresMs: startMs + blockMs + keepMs };
        const message = `${body.length} bytes of one hour: dynamodb takes ${maxBodyBytes}; write fewer points`;
        refuse({ kind: 'too_large', where, message, count: rows.length });
      } catch (error) {
        refuse(unreadable(where, error, rows.length));
      }
      return undefined;
    },
  };
}

function merge<Row extends Timed>(known: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const byTime = new Map<number, Row>();
  for (const row of known) byTime.set(row.timeMs, row);
  for (const row of rows) byTime.set(row.timeMs, row);
  return [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs);
}

/** From this many blocks on a query a series is cheaper: it pays for the bytes of all, not 4 kB for each. */
const queryFrom = 3;

/** The rows of each series within the range (from inclusive, to exclusive), by time; those without are left out. */
export async function readRows<Row extends Timed>(
  settings: Settings,
  kind: BlockKind<Row>,
  all: readonly Series[],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly SeriesRows<Row>[]> {
  const fromMs = Math.max(0, range.fromMs);
  const toMs = Math.min(range.toMs, maxTimeMs + 1);
  if (!(fromMs < toMs)) return [];
  const blocks = await readBlocks(settings, kind.kind, all, fromMs, toMs);
  return all.flatMap((series, i) => {
    const rows = (blocks[i] ?? []).flatMap((item) => {
      const mine = rowsOf(settings, kind, series, item);
      return item.isEdge ? mine.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs) : mine;
    });
    return rows.length === 0 ? [] : [{ series, rows }];
  });
}

type Block = Item & { readonly isEdge: boolean };

/** The blocks of each series that touch the range, the oldest first. */
async function readBlocks(
  settings: Settings,
  kind: Kind,
  all: readonly Series[],
  fromMs: number,
  toMs: number,
): Promise<readonly (readonly Block[])[]> {
  const firstMs = blockStart(fromMs);
  const lastMs = blockStart(Math.ceil(toMs) - 1);
  const edges = new Set([firstMs, lastMs].map((timeMs) => blockKey('', kind, timeMs).sk));
  const withEdge = (item: Item): Block => ({ ...item, isEdge: edges.has(item.sk) });
  const count = (lastMs - firstMs) / blockMs + 1;
  if (count >= queryFrom)
    return inParallel(all, settings.width, async ({ key }) => {
      const [from, to] = [firstMs, lastMs].map((timeMs) => blockKey(key, kind, timeMs).sk);
      return (await queryItems(settings, key, { from: from ?? '', to: to ?? '' })).map(withEdge);
    });
  const keysOf = ({ key }: Series) =>
    Array.from({ length: count }, (_, i) => blockKey(key, kind, firstMs + i * blockMs));
  const items = await getItems(settings, all.flatMap(keysOf), { isConsistent: false });
  return all.map((series) =>
    keysOf(series).flatMap((key) => {
      const item = items.get(idOf(key));
      return item === undefined ? [] : [withEdge(item)];
    }),
  );
}

function rowsOf<Row extends Timed>(
  { table, onProblem }: Settings,
  kind: BlockKind<Row>,
  series: Series,
  item: Item,
): readonly Row[] {
  try {
    return kind.unpack(series, item.body);
  } catch (error) {
    onProblem(unreadable(whereOf(table, item), error, 1));
    return [];
  }
}

export function whereOf(table: string, { pk, sk }: { readonly pk: string; readonly sk: string }): string {
  return `${table} ${pk} ${sk}`;
}

/** @throws the error itself when it does not speak of a body */
export function unreadable(where: string, error: unknown, count: number): Problem {
  if (!(error instanceof RangeError)) throw error;
  return { kind: 'unreadable', where, message: `${error.message}: delete the item, or update`, count };
}
