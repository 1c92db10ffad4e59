/** A line of line protocol, read as a server reads it. */
export interface ReadLine {
  readonly table: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string | number | bigint | boolean>>;
  readonly timeMs: number;
}

/** @throws Error in the words of a server when the line cannot be read */
export function readLine(line: string): ReadLine {
  const [head = '', fields = '', time = '', ...more] = splitAt(line, ' ');
  if (more.length > 0 || !/^-?\d+$/.test(time)) throw new Error('Could not parse entire line');
  const [table = '', ...tags] = splitAt(head, ',');
  return {
    table,
    tags: Object.fromEntries(tags.map(pairOf)),
    fields: Object.fromEntries(splitAt(fields, ',').map((one) => fieldOf(one))),
    timeMs: Number(time),
  };
}

function pairOf(text: string): [string, string] {
  const [name = '', value = '', ...more] = splitAt(text, '=').map(unescaped);
  if (value === '' || more.length > 0) throw new Error(`Expected tag value, got \`${text}\``);
  return [name, value];
}

function fieldOf(text: string): [string, string | number | bigint | boolean] {
  const at = text.indexOf('=');
  const value = text.slice(at + 1);
  const name = text.slice(0, at);
  if (value.startsWith('"')) return [name, value.slice(1, -1).replace(/\\(["\\])/g, '$1')];
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  if (/^-?\d+i$/.test(value)) return [name, BigInt(value.slice(0, -1))];
  if (value === '' || !Number.isFinite(Number(value))) throw new Error('No fields were provided');
  return [name, Number(value)];
}

/** Cuts at each separator that is neither escaped nor in quotes. */
function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '\\') {
      part += c + (text[++i] ?? '');
    } else if (c === separator && !isQuoted) {
      parts.push(part);
      part = '';
    } else {
      if (c === '"') isQuoted = !isQuoted && part.endsWith('=');
      part += c;
    }
  }
  return [...parts, part];
}

function unescaped(text: string): string {
  return text.replace(/\\([ ,=])/g, '$1');
}
