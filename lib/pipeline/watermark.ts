import type { Json } from '../domain/forecast/forecaster.ts';
import type { Owed } from '../ports/metric-source.ts';
import type { ModelStore } from '../ports/model-store.ts';

/** How far a source has been read into the store. */
export interface Watermark {
  readonly toMs: number;
  /** Series that could not be read whole until then, with the time from which they are to be read again. */
  readonly owed: Owed;
}

/** Until when a source has been read into the store, or `undefined` before the first time. */
export async function loadWatermark(models: ModelStore, sourceId: string): Promise<Watermark | undefined> {
  const key = watermarkKey(sourceId);
  const { toMs, owed } = fieldsOf((await models.load([key])).get(key));
  return isTime(toMs) ? { toMs, owed: owedOf(owed) } : undefined;
}

/** Moves the watermark. Everything before `toMs` must be in the store by then, but for what is owed. */
export async function saveWatermark(
  models: ModelStore,
  sourceId: string,
  { toMs, owed }: Watermark,
): Promise<void> {
  const state: Json = owed.size === 0 ? { toMs } : { toMs, owed: Object.fromEntries(owed) };
  await models.save(new Map([[watermarkKey(sourceId), state]]));
}

const watermarkKey = (sourceId: string) => `watermark/${sourceId}`;

function owedOf(state: Json | undefined): Owed {
  const entries = Object.entries(fieldsOf(state)).flatMap(([key, fromMs]) =>
    isTime(fromMs) ? [[key, fromMs] as const] : [],
  );
  return new Map(entries);
}

function isTime(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** The fields of a state; none when it is no object. */
export function fieldsOf(state: Json | undefined): { readonly [key: string]: Json } {
  const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
  return isObject ? (state as { readonly [key: string]: Json }) : {};
}
