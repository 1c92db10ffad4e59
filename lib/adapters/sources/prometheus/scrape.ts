import type { PrometheusMetric } from '../../../domain/catalogue/signal.ts';
import { type Entity, entityKey } from '../../../domain/series/entity.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { type Exposition, formatOf, parseExposition } from './exposition.ts';
import { fetchText } from './fetch-text.ts';
import { combine, entityOf, type Mapping, matches } from './mapping.ts';
import type { CounterMemory } from './rates.ts';
import { shown, type Target } from './targets.ts';

const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/** What one scrape of one target measured. */
export interface Scrape {
  readonly target: Target;
  readonly isUp: boolean;
  readonly values: readonly Measured[];
  readonly problems: readonly Problem[];
}

export interface Measured {
  readonly signal: string;
  readonly entity: Entity;
  readonly value: number;
  /** How what several targets say of this entity becomes one value. */
  readonly combine: PrometheusMetric['combine'];
}

export interface ScrapeContext {
  readonly cluster: string;
  readonly mappings: ReadonlyMap<string, readonly Mapping[]>;
  readonly counters: CounterMemory;
  readonly timeMs: number;
  readonly timeoutMs: number;
}

/** Scrapes the target once. An unreachable target or malformed text is a problem, never a throw. */
export async function scrape(target: Target, context: ScrapeContext): Promise<Scrape> {
  const where = shown(target.url);
  const answer = await fetchText(target.url, { timeoutMs: context.timeoutMs, headers: { accept } });
  if (answer.kind === 'failed') {
    const message = `${where} ${answer.reason}: is the exporter running and reachable from here?`;
    return { target, isUp: false, values: [], problems: [{ kind: 'unreachable', where, message, count: 1 }] };
  }
  const exposition = parseExposition(answer.text, formatOf(answer.contentType), where);
  const values = measure(exposition, target, context);
  const problems = [...exposition.problems];
  if (exposition.samples.length === 0) {
    const message = `${where} gave no sample at all: is this an exposition endpoint (…/metrics)?`;
    problems.push({ kind: 'malformed', where, message, count: 1 });
  }
  return { target, isUp: exposition.samples.length > 0, values, problems };
}

/** The signals of the exposition, one value each: several samples of one entity are combined. */
function measure(exposition: Exposition, target: Target, context: ScrapeContext): Measured[] {
  const gathered = new Map<string, { mapping: Mapping; entity: Entity; values: number[] }>();
  for (const { name, labels, value } of exposition.samples) {
    for (const mapping of context.mappings.get(name) ?? []) {
      if (!matches(mapping, labels)) continue;
      const entity = entityOf(mapping, labels, context.cluster, target.broker);
      if (entity === undefined) continue;
      const measured = usable(mapping, `${target.url.href} ${name}${JSON.stringify(labels)}`, value, context);
      if (measured === undefined) continue;
      const key = `${mapping.signal.id} ${mapping.metric.metric} ${entityKey(entity)}`;
      const entry = gathered.get(key);
      if (entry) entry.values.push(measured);
      else gathered.set(key, { mapping, entity, values: [measured] });
    }
  }
  return firstOfEach(gathered.values());
}

/** A gauge's value, or a counter's rate, scaled; `undefined` while there is none to tell. */
function usable(
  { signal, metric }: Mapping,
  key: string,
  value: number,
  { counters, timeMs }: ScrapeContext,
): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const raw = metric.type === 'counter' ? counters.rate(`${signal.id} ${key}`, timeMs, value) : value;
  return raw === undefined ? undefined : raw * (metric.scale ?? 1);
}

/** Where two names of one exposition give the same signal, the first in the text is taken. */
function firstOfEach(
  entries: Iterable<{ mapping: Mapping; entity: Entity; values: readonly number[] }>,
): Measured[] {
  const measured = new Map<string, Measured>();
  for (const { mapping, entity, values } of entries) {
    const key = `${mapping.signal.id} ${entityKey(entity)}`;
    if (measured.has(key)) continue;
    const value = combine(values, mapping.metric.combine);
    measured.set(key, { signal: mapping.signal.id, entity, value, combine: mapping.metric.combine });
  }
  return [...measured.values()];
}
