import type { CallName } from './call-name.ts';

/** Calls that are refused instead of being handed on. */
export interface Fault {
  readonly service: string;
  /** @default every operation */
  readonly operation?: string;
  /** Only calls whose body or address holds this text, such as the name of a table. @default all */
  readonly contains?: string;
  readonly status: number;
  /** Error type as AWS names it, e.g. `InternalServerError`. */
  readonly type: string;
  /** How many calls are refused before it is over. @default until the faults are changed */
  readonly times?: number;
}

/** Decides which calls fail. */
export class Faults {
  private active: readonly (Fault & { left: number })[] = [];

  set(faults: readonly Fault[]): void {
    this.active = faults.map((fault) => ({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  list(): readonly Fault[] {
    return this.active.filter(({ left }) => left > 0).map(({ left: _left, ...fault }) => fault);
  }

  /** The fault that the call meets, used up by one; `undefined` when it is to be handed on. */
  take({ service, operation }: CallName, url: string, body: Buffer): Fault | undefined {
    const met = this.active.find(
      (fault) =>
        fault.left > 0 &&
        fault.service === service &&
        (fault.operation === undefined || fault.operation === operation) &&
        (fault.contains === undefined || url.includes(fault.contains) || body.includes(fault.contains)),
    );
    if (met !== undefined) met.left -= 1;
    return met;
  }
}
