import type { SeenCounter } from '../../lib/adapters/sources/prometheus/index.ts';
import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import { fieldsOf } from '../../lib/pipeline/watermark.ts';
import type { ModelStore } from '../../lib/ports/model-store.ts';

/** What one scrape of a cluster leaves for the next, which another process may make. */
export interface ScrapeMemory {
  readonly atMs: number;
  /** Ids of the signals that it gave. */
  readonly signals: readonly string[];
  /** Counters, which become rates only with the next scrape. */
  readonly counters: readonly SeenCounter[];
}

const key = (cluster: string) => `scrape/${cluster}`;

/** What the last scrape of the cluster left; `undefined` when there was none or it is damaged. */
export async function loadScrape(models: ModelStore, cluster: string): Promise<ScrapeMemory | undefined> {
  const { atMs, signals, counters } = fieldsOf((await models.load([key(cluster)])).get(key(cluster)));
  if (typeof atMs !== 'number' || !Array.isArray(signals) || !Array.isArray(counters)) return undefined;
  return {
    atMs,
    signals: signals.filter((one) => typeof one === 'string'),
    counters: counters.filter(isSeen),
  };
}

export async function saveScrape(models: ModelStore, cluster: string, memory: ScrapeMemory): Promise<void> {
  await models.save(new Map<string, Json>([[key(cluster), { ...memory }]]));
}

/** How long ago the last scrape may be for its signals to count as gathered. */
const freshMs = 900_000;

/**
 * Ids of the signals that scraping gives of the cluster now: they need not be polled. None when scraping has
 * stopped, so that polling takes over again.
 */
export async function scrapedSignals(
  models: ModelStore,
  cluster: string,
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const memory = await loadScrape(models, cluster);
  return new Set(memory !== undefined && nowMs - memory.atMs <= freshMs ? memory.signals : []);
}

function isSeen(value: Json): value is SeenCounter & Json {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [name, timeMs, counter] = value;
  return typeof name === 'string' && Number.isFinite(timeMs) && Number.isFinite(counter);
}
