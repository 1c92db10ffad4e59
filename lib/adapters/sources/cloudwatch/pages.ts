import { withRetry } from '../../aws/retry.ts';
import type { Settings } from './options.ts';

export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/**
 * All items of a list that comes in pages; a page that fails for a while is asked for again, not the list.
 * @throws what the last try of a page threw
 */
export async function allPages<Item>(
  { delay, attempts }: Pick<Settings, 'delay' | 'attempts'>,
  ask: (token: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await withRetry(() => ask(token), { delay, attempts });
    items.push(...(page.items ?? []));
    token = page.next;
  } while (token !== undefined && token !== '');
  return items;
}
