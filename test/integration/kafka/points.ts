import type { Tidewatch } from '../harness/tidewatch.ts';

interface ChartJson {
  readonly lines: readonly { readonly key: string; readonly v: readonly (number | null)[] }[];
}

export const clusterId = 'local/local/kafka';

/** The largest value that the page shows of a signal in the last minutes, over all its series. */
export async function largest(tidewatch: Tidewatch, signal: string): Promise<number | undefined> {
  const query = new URLSearchParams({ cluster: clusterId, signal, span: '600000', lines: '50' });
  const { lines } = await tidewatch.get<ChartJson>(`api/points?${query}`);
  const values = lines.flatMap(({ v }) => v).filter((value) => value !== null);
  return values.length === 0 ? undefined : Math.max(...values);
}

interface FindingJson {
  readonly rule: string;
  readonly status: string;
  readonly evidence: { readonly words: string };
}

/** Rules that hold now, with their evidence. */
export function findings(tidewatch: Tidewatch): Promise<readonly FindingJson[]> {
  return tidewatch.get('api/findings');
}

/** What holds now, one line a finding, for the error of a test. */
export async function findingWords(tidewatch: Tidewatch): Promise<string> {
  const lines = (await findings(tidewatch)).map(
    ({ rule, status, evidence }) => `${rule} ${status}: ${evidence.words}`,
  );
  return lines.join('\n') || 'no finding';
}
