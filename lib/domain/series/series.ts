import { type Entity, entityKey, parseEntityKey } from './entity.ts';

/** One signal of one entity. */
export interface Series {
  /** `signal{cluster=…,broker=…}`: stable and printable, the identity of the series in every store. */
  readonly key: string;
  readonly signal: string;
  readonly entity: Entity;
}

export function createSeries(signal: string, entity: Entity): Series {
  return { key: `${signal}{${entityKey(entity)}}`, signal, entity };
}

/** The series of a key made by `createSeries`, or `undefined` when the text is none. */
export function parseSeriesKey(key: string): Series | undefined {
  const brace = key.indexOf('{');
  if (brace <= 0 || !key.endsWith('}')) return undefined;
  const entity = parseEntityKey(key.slice(brace + 1, -1));
  return entity && { key, signal: key.slice(0, brace), entity };
}
