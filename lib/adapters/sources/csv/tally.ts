import type { Problem } from '../../../domain/series/samples.ts';

/** What can be wrong with a file or a row of it, each with what becomes of it. */
const words = {
  unreadable: 'cannot be read',
  malformed: 'is not CSV that can be understood',
  empty: 'has no row of data',
  short_row: 'has fewer columns than the others; the row is left out',
  bad_timestamp:
    'has no timestamp that can be read; the row is left out: give ISO 8601 or seconds or milliseconds since the epoch',
  empty_value: 'has no value; the row is left out, as a gap',
  not_a_number: 'has a value that is not a number; the row is left out',
  out_of_range: 'has a value that is physically impossible for its signal; the row is left out',
  no_series: 'has no series name; the row is left out',
  duplicate: 'has a timestamp that its series had before; the later value is taken',
  bad_regressor: 'has a regressor that is missing or not a number; it is taken as missing',
  off_step: 'lies between two steps of its series; it is taken into the nearer one',
  same_step: 'falls into the step of another row; the later one is taken',
  out_of_order: 'is older than a row before it; it is put in its place',
} as const;

export type ProblemKind = keyof typeof words;

/** Counts what is wrong by kind, for one file, and remembers where each was first. */
export interface Tally {
  /** @param line counted from 1; 0 is the file as a whole */
  add(kind: ProblemKind, line: number, detail?: string): void;
  problems(): Problem[];
}

export function createTally(file: string): Tally {
  const found = new Map<ProblemKind, { line: number; detail: string; count: number }>();
  return {
    add(kind, line, detail = '') {
      const known = found.get(kind);
      if (known) known.count++;
      else found.set(kind, { line, detail, count: 1 });
    },
    problems: () =>
      [...found].map(([kind, { line, detail, count }]) => ({
        kind,
        where: line === 0 ? file : `${file}:${line}`,
        message: `${subject(file, line, count)} ${words[kind]}${detail === '' ? '' : ` (${shown(detail)})`}`,
        count,
      })),
  };
}

function subject(file: string, line: number, count: number): string {
  if (line === 0) return file;
  return count === 1
    ? `line ${line} of ${file}`
    : `each of ${count} rows of ${file}, the first on line ${line},`;
}

/** One short line of whatever the file holds. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
