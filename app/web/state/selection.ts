import { useEffect, useState } from 'preact/hooks';

const hourMs = 3_600_000;

/** What one can look back on. `everyMs`: long ranges change slowly and cost more to read. */
export const ranges = [
  { id: '3h', label: '3 h', words: 'last 3 hours', spanMs: 3 * hourMs, everyMs: 1000 },
  { id: '1d', label: '1 day', words: 'last day', spanMs: 24 * hourMs, everyMs: 2000 },
  { id: '1w', label: '1 week', words: 'last week', spanMs: 168 * hourMs, everyMs: 6000 },
  { id: '8w', label: '8 weeks', words: 'last 8 weeks', spanMs: 1344 * hourMs, everyMs: 20_000 },
] as const;

export type Range = (typeof ranges)[number];
export const filters = ['topic', 'broker', 'group'] as const;
export type Filter = (typeof filters)[number];

/** What the page shows; kept in the address, so that a reload or a shared link shows the same. */
export interface Selection {
  readonly cluster?: string;
  readonly range: Range;
  readonly topic?: string;
  readonly broker?: string;
  readonly group?: string;
}

const defaultRange = ranges[1];

function fromAddress(): Selection {
  const params = new URLSearchParams(location.search);
  const text = (name: string) => (params.has(name) ? { [name]: params.get(name) ?? '' } : {});
  const range = ranges.find(({ id }) => id === params.get('range')) ?? defaultRange;
  return { range, ...text('cluster'), ...text('topic'), ...text('broker'), ...text('group') };
}

function toAddress({ range, ...texts }: Selection): string {
  const params = new URLSearchParams(Object.entries(texts).filter(([, text]) => text !== undefined));
  if (range !== defaultRange) params.set('range', range.id);
  const query = params.toString();
  return query === '' ? location.pathname : `?${query}`;
}

export function useSelection(): readonly [
  Selection,
  (change: { readonly [K in keyof Selection]?: Selection[K] | undefined }) => void,
] {
  const [selection, setSelection] = useState(fromAddress);
  useEffect(() => history.replaceState(null, '', toAddress(selection)), [selection]);
  return [selection, (change) => setSelection((before) => ({ ...before, ...change }) as Selection)];
}
