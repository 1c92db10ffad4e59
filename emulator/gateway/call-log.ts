import type { CallName } from './call-name.ts';

/** What one caller asked of one operation. */
export interface CallCount extends CallName {
  /** The beginning of the function's name; empty for a caller that is none. */
  readonly caller: string;
  readonly calls: number;
  /** Metrics asked for, in GetMetricData. */
  readonly metrics: number;
  /** Those that were answered with an error, faults of the gateway included. */
  readonly failed: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** One answered call. */
export interface Call {
  readonly name: CallName;
  readonly caller: string;
  readonly metrics: number;
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** Counts calls by caller, service and operation. */
export class CallLog {
  private counts = new Map<string, CallCount>();

  add({ name, caller, metrics, status, requestBytes, responseBytes }: Call): void {
    const key = `${caller} ${name.service}:${name.operation}`;
    const known = this.counts.get(key) ?? {
      ...name,
      caller,
      calls: 0,
      metrics: 0,
      failed: 0,
      requestBytes: 0,
      responseBytes: 0,
    };
    this.counts.set(key, {
      ...known,
      calls: known.calls + 1,
      metrics: known.metrics + metrics,
      failed: known.failed + (status >= 400 ? 1 : 0),
      requestBytes: known.requestBytes + requestBytes,
      responseBytes: known.responseBytes + responseBytes,
    });
  }

  /** By caller, then service and operation. */
  list(): readonly CallCount[] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  }

  clear(): void {
    this.counts = new Map();
  }
}
