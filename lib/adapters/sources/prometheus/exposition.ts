import type { Problem } from '../../../domain/series/samples.ts';

/** One sample line of an exposition. */
export interface ExpositionSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite: the format allows it and means it. */
  readonly value: number;
  /** Milliseconds since the epoch, where the line carries a time. */
  readonly timeMs?: number;
}

export interface Exposition {
  readonly samples: readonly ExpositionSample[];
  /** By family name: counter, gauge, histogram, summary, untyped, unknown, info, stateset. */
  readonly types: ReadonlyMap<string, string>;
  /** Lines that are no exposition: one problem a kind of mistake, naming its first line. */
  readonly problems: readonly Problem[];
}

export type ExpositionFormat = 'text' | 'openmetrics';

/** The format that a Content-Type header announces; the text format 0.0.4 when it says nothing. */
export function formatOf(contentType: string | null): ExpositionFormat {
  return /^application\/openmetrics-text\b/i.test(contentType ?? '') ? 'openmetrics' : 'text';
}

const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const labelPattern =
  /\s*(?:"((?:\\.|[^"\\])*)"|([a-zA-Z_][a-zA-Z0-9_]*))\s*(?:=\s*"((?:\\.|[^"\\])*)"\s*)?(,|\})/y;
const numberPattern = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

/**
 * Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0, quoted (UTF-8) names included. A line that is
 * neither costs only itself. Linear in the text.
 * Sources: prometheus.io/docs/instrumenting/exposition_formats; the OpenMetrics 1.0 specification.
 * @param where names the text in problems, for example its URL
 */
export function parseExposition(text: string, format: ExpositionFormat, where: string): Exposition {
  const samples: ExpositionSample[] = [];
  const types = new Map<string, string>();
  const mistakes = new Map<string, { line: number; count: number }>();
  let line = 0;
  let ended = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).trim();
    start = end + 1;
    line += 1;
    if (content === '') continue;
    if (content.startsWith('#')) {
      ended ||= content === '# EOF';
      noteType(content, types);
      continue;
    }
    const sample = ended ? 'text after # EOF' : parseSample(content, format);
    if (typeof sample !== 'string') samples.push(sample);
    else
      mistakes.set(sample, {
        line: mistakes.get(sample)?.line ?? line,
        count: (mistakes.get(sample)?.count ?? 0) + 1,
      });
  }
  if (format === 'openmetrics' && !ended) mistakes.set('cut short: no # EOF at its end', { line, count: 1 });
  return { samples, types, problems: problemsOf(mistakes, where) };
}

function problemsOf(
  mistakes: ReadonlyMap<string, { line: number; count: number }>,
  where: string,
): Problem[] {
  return Array.from(mistakes, ([what, { line, count }]) => ({
    kind: 'malformed',
    where: `${where} line ${line}`,
    message: `exposition text: ${what}; the line is skipped, the others are used`,
    count,
  }));
}

function noteType(comment: string, types: Map<string, string>): void {
  const [, name, type] = /^#\s+TYPE\s+(\S+)\s+(\S+)/.exec(comment) ?? [];
  if (name !== undefined && type !== undefined) types.set(name.replace(/^"|"$/g, ''), type);
}

/** The sample of a line, or what is wrong with it. */
function parseSample(line: string, format: ExpositionFormat): ExpositionSample | string {
  let name = namePattern.exec(line)?.[0] ?? '';
  let at = name.length;
  const labels: Record<string, string> = {};
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  if (line[at] === '{') {
    const read = readLabels(line, at + 1, labels);
    if (typeof read === 'string') return read;
    at = read.at;
    if (read.quotedName !== undefined) name = read.quotedName;
  }
  if (name === '') return 'no metric name at the start of a line';
  const [value = '', time, ...rest] = line.slice(at).trim().split(/\s+/);
  if (!numberPattern.test(value)) return 'a value that is no number';
  const exemplar = format === 'openmetrics' && (time === '#' || rest[0] === '#');
  if (rest.length > 0 && !exemplar) return 'more than a value and a time';
  if (time === undefined || time === '#') return { name, labels, value: toNumber(value) };
  const timeMs = Number(time) * (format === 'openmetrics' ? 1000 : 1);
  if (!Number.isFinite(timeMs)) return 'a time that is no number';
  return { name, labels, value: toNumber(value), timeMs: Math.round(timeMs) };
}

function readLabels(
  line: string,
  from: number,
  labels: Record<string, string>,
): { at: number; quotedName?: string } | string {
  let at = from;
  let quotedName: string | undefined;
  for (;;) {
    const empty = /^\s*\}/.exec(line.slice(at, at + 32));
    if (empty) return { at: at + empty[0].length, ...(quotedName === undefined ? {} : { quotedName }) };
    labelPattern.lastIndex = at;
    const match = labelPattern.exec(line);
    if (match === null) return 'labels that do not end or are not name="value"';
    at = labelPattern.lastIndex;
    const [, quoted, bare, value, end] = match;
    const label = bare ?? unescapeLabel(quoted ?? '');
    if (value !== undefined) labels[label] = unescapeLabel(value);
    else if (quoted !== undefined && quotedName === undefined) quotedName = label;
    else return 'a label without a value';
    if (end === '}') return { at, ...(quotedName === undefined ? {} : { quotedName }) };
  }
}

function unescapeLabel(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
}

function toNumber(text: string): number {
  if (/^[+-]?\d/.test(text) || text.includes('.')) return Number(text);
  if (/nan/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
