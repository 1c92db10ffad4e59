import type { Json } from '../domain/forecast/forecaster.ts';
import type { ModelStore } from '../ports/model-store.ts';

/** Until when a source has been read into the store, or `undefined` before the first time. */
export async function loadWatermark(models: ModelStore, sourceId: string): Promise<number | undefined> {
  const key = watermarkKey(sourceId);
  const toMs = fieldsOf((await models.load([key])).get(key)).toMs;
  return typeof toMs === 'number' && Number.isFinite(toMs) ? toMs : undefined;
}

/** Moves the watermark. Everything before `toMs` must be in the store by then. */
export async function saveWatermark(models: ModelStore, sourceId: string, toMs: number): Promise<void> {
  await models.save(new Map([[watermarkKey(sourceId), { toMs }]]));
}

const watermarkKey = (sourceId: string) => `watermark/${sourceId}`;

/** The fields of a state; none when it is no object. */
export function fieldsOf(state: Json | undefined): { readonly [key: string]: Json } {
  const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
  return isObject ? (state as { readonly [key: string]: Json }) : {};
}
