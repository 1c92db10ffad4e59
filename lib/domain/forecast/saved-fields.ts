import { unpackDoubles } from '../numerics/packed-doubles.ts';
import { unpackFloats } from '../numerics/packed-floats.ts';
import type { FitOptions, Json } from './forecaster.ts';

/** The fields of a model's saved state, each checked as it is read. Every fault is a RangeError that names the field. */
export class SavedFields {
  private readonly fields: { readonly [key: string]: Json };

  /** @throws RangeError when the state is not an object of that kind and version 1 */
  constructor(state: Json | undefined, kind: string) {
    const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
    const fields = (isObject ? state : {}) as { readonly [key: string]: Json };
    if (fields.kind !== kind || fields.version !== 1)
      throw new RangeError(`got a state that is not of ${kind}, version 1: give what state() made`);
    this.fields = fields;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  json(name: string): Json {
    const value = this.fields[name];
    if (value === undefined) throw savedFault(name, 'nothing');
    return value;
  }

  /** A finite number from least to most. */
  number(name: string, least = -Number.MAX_VALUE, most = Number.MAX_VALUE): number {
    const value = this.json(name);
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw savedFault(name, JSON.stringify(value));
  }

  /** A whole number of at least `least`. */
  count(name: string, least = 0): number {
    const value = this.number(name, least);
    if (Number.isInteger(value)) return value;
    throw savedFault(name, String(value));
  }

  text(name: string): string {
    const value = this.json(name);
    if (typeof value === 'string') return value;
    throw savedFault(name, JSON.stringify(value));
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item === 'string') return item;
      throw savedFault(name, JSON.stringify(item));
    });
  }

  list(name: string): readonly Json[] {
    const value = this.json(name);
    if (Array.isArray(value)) return value;
    throw savedFault(name, JSON.stringify(value));
  }

  /** Finite numbers packed in single precision, as many as said. */
  floats(name: string, length?: number): Float32Array {
    return checked(name, unpackFloats(this.json(name)), length);
  }

  /** Finite numbers packed in double precision, as many as said. */
  doubles(name: string, length?: number): Float64Array {
    return checked(name, unpackDoubles(this.json(name)), length);
  }

  /** Bounds of possible values: `FitOptions.range`. */
  range(name: string): NonNullable<FitOptions['range']> {
    const value = this.json(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw savedFault(name, JSON.stringify(value));
    const { min, max } = value as { readonly [key: string]: Json };
    for (const bound of [min, max])
      if (bound !== undefined && typeof bound !== 'number') throw savedFault(name, JSON.stringify(bound));
    return {
      ...(typeof min === 'number' && { min }),
      ...(typeof max === 'number' && { max }),
    };
  }
}

function checked<T extends Float32Array | Float64Array>(name: string, values: T, length?: number): T {
  if (length !== undefined && values.length !== length)
    throw savedFault(name, `${values.length} numbers where ${length} belong`);
  if (!values.every(Number.isFinite)) throw savedFault(name, 'numbers that are not finite');
  return values;
}

/** A field that holds something else than it should. */
export function savedFault(name: string, got: string): RangeError {
  return new RangeError(`got ${got.slice(0, 40)} for the state's ${name}: give what state() made`);
}
