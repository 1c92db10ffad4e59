import { unpackDoubles } from '../../numerics/packed-doubles.ts';

/** The fields of a stored state, each checked as it is read. Every fault is a RangeError that names the field. */
export class StateFields {
  private readonly fields: { readonly [key: string]: unknown };

  /** @throws RangeError when the state is not of that kind and version 1 */
  constructor(state: unknown, kind: string, what: string) {
    const fields = state as { readonly [key: string]: unknown } | null;
    if (typeof fields !== 'object' || fields === null || fields.kind !== kind || fields.version !== 1)
      throw new RangeError(`got a state that is not of an ${what} of version 1: give what state() made`);
    this.fields = fields;
  }

  value(name: string): unknown {
    const value = this.fields[name];
    if (value === undefined) throw fault(name, 'nothing');
    return value;
  }

  /** A finite number. @param least @default none */
  number(name: string, least = Number.NEGATIVE_INFINITY): number {
    const value = this.value(name);
    if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value;
    throw fault(name, String(value));
  }

  boolean(name: string): boolean {
    const value = this.value(name);
    if (typeof value === 'boolean') return value;
    throw fault(name, String(value));
  }

  /** @param isItem what each must be */
  list<T>(name: string, isItem: (item: unknown) => item is T): readonly T[] {
    const value = this.value(name);
    if (Array.isArray(value) && value.every(isItem)) return value;
    throw fault(name, String(value));
  }

  /** Finite numbers, packed. */
  doubles(name: string): Float64Array {
    const values = unpackDoubles(this.value(name));
    if (values.every(Number.isFinite)) return values;
    throw fault(name, 'numbers that are not finite');
  }
}

/** A field that holds something else than it should. */
export function fault(name: string, got: string): RangeError {
  return new RangeError(`got ${got} for the state's ${name}: give what state() made`);
}

export const isText = (item: unknown): item is string => typeof item === 'string';
export const isIndex = (item: unknown): item is number => Number.isInteger(item) && (item as number) >= 0;
