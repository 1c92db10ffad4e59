import type { Runbook } from '../../../domain/catalogue/runbook.ts';
import type { Incident } from '../../../domain/incidents/incident.ts';
import type { DeliveryResult, Receiver } from '../../../ports/receiver.ts';
import { type CheckedOptions, checkOptions, type PagerDutyOptions } from './options.ts';
import { createPace, type Pace } from './pace.ts';
import { renderBody, renderEvent } from './render.ts';

export type { PagerDutyOptions } from './options.ts';

export interface PagerDutyTools {
  /** The runbook of a rule, for the text and links of a page. @default none */
  readonly runbookOf?: (rule: string) => Runbook | undefined;
}

/**
 * A receiver that sends incidents to PagerDuty's Events API v2: trigger (also for a raised severity) and
 * resolve under one dedup key. 202 is delivered; 429, 5xx, time-outs and broken connections are worth trying
 * again; every other answer is a refusal for good.
 * @throws ConfigError when the options cannot work
 */
export function createPagerDutyReceiver(options: PagerDutyOptions, tools: PagerDutyTools = {}): Receiver {
  const checked = checkOptions(options);
  const pace = createPace(checked.ratePerMinute);
  return { id: checked.id, deliver: (incident) => deliver(incident, checked, pace, tools) };
}

async function deliver(
  incident: Incident,
  options: CheckedOptions,
  pace: Pace,
  { runbookOf }: PagerDutyTools,
): Promise<DeliveryResult> {
  const waitMs = pace.take(performance.now());
  if (waitMs > 0) {
    const reason = `held back: ${options.ratePerMinute} events a minute are sent at most`;
    return { kind: 'failed', retry: true, reason, afterMs: waitMs };
  }
  const runbook = runbookOf?.(incident.rule);
  const body = renderBody(renderEvent(incident, { ...options, ...(runbook && { runbook }) }));
  try {
    return await post(body, options);
  } catch (error) {
    return { kind: 'failed', retry: true, reason: reasonOf(error, options) };
  }
}

async function post(body: string, { endpoint, timeoutMs }: CheckedOptions): Promise<DeliveryResult> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  // The text is not kept, since it may repeat what was sent; it is read so that the connection is free again.
  await response.arrayBuffer();
  return resultOf(response);
}

function resultOf({ status, headers }: Response): DeliveryResult {
  if (status === 202 || status === 200) return { kind: 'delivered' };
  const retry = status === 429 || status >= 500;
  const afterMs = retry ? retryAfterMs(headers.get('retry-after')) : undefined;
  return { kind: 'failed', retry, reason: wordsOf(status), ...(afterMs !== undefined && { afterMs }) };
}

function wordsOf(status: number): string {
  if (status === 400) return 'answered 400: the event or its integration key is not valid';
  if (status === 403) return 'answered 403: the integration key may not send events';
  if (status === 429) return 'answered 429: too many events for this integration key';
  return `answered ${status}`;
}

/** Seconds or a date. Source: RFC 9110, section 10.2.3. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What went wrong on the way, by name and code alone: messages of errors may quote what was sent. */
function reasonOf(error: unknown, { timeoutMs }: CheckedOptions): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return `not reached: ${typeof cause?.code === 'string' ? cause.code : String(name)}`;
}
