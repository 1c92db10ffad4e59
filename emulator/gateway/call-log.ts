import type { CallName } from './call-name.ts';
import type { DynamoUnits } from './dynamo-units.ts';

/** What one caller asked of one operation. */
export interface CallCount extends CallName {
  /** The beginning of the function's name; empty for a caller that is none. */
  readonly caller: string;
  readonly calls: number;
  /** What is billed in a call besides the call: metrics of a GetMetricData, messages of a batch. */
  readonly items: number;
  /** Request units of DynamoDB. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Those that were answered with an error, faults of the gateway included. */
  readonly failed: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** One answered call. */
export interface Call {
  readonly name: CallName;
  readonly caller: string;
  readonly items: number;
  readonly units: DynamoUnits;
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** Counts calls by caller, service and operation. */
export class CallLog {
  private counts = new Map<string, CallCount>();
  private readonly lastMs = new Map<string, number>();

  add({ name, caller, items, units, status, requestBytes, responseBytes }: Call, nowMs: number): void {
    this.lastMs.set(caller, nowMs);
    const key = `${caller} ${name.service}:${name.operation}`;
    const known = this.counts.get(key) ?? {
      ...name,
      caller,
      calls: 0,
      items: 0,
      writeUnits: 0,
      readUnits: 0,
      failed: 0,
      requestBytes: 0,
      responseBytes: 0,
    };
    this.counts.set(key, {
      ...known,
      calls: known.calls + 1,
      items: known.items + items,
      writeUnits: known.writeUnits + units.write,
      readUnits: known.readUnits + units.read,
      failed: known.failed + (status >= 400 ? 1 : 0),
      requestBytes: known.requestBytes + requestBytes,
      responseBytes: known.responseBytes + responseBytes,
    });
  }

  /** By caller, then service and operation. */
  list(): readonly CallCount[] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  }

  /** When each caller last called, in ms; never forgotten. */
  callers(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.lastMs);
  }

  clear(): void {
    this.counts = new Map();
  }
}
