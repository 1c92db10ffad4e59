import { ConfigError } from '../../../ports/errors.ts';

export interface PagerDutyOptions {
  /** Name of this receiver in the incident log. @default 'pagerduty' */
  readonly id?: string;
  /** Integration key of an Events API v2 integration: 32 letters and digits. A secret. */
  readonly routingKey: string;
  /** Where events are posted: https, or http on a loopback address. @default 'https://events.pagerduty.com/v2/enqueue' */
  readonly endpoint?: string;
  /** One attempt takes no longer, in ms. @default 10_000 */
  readonly timeoutMs?: number;
  /** Events a minute for the key; PagerDuty throttles at about 120. @default 120 */
  readonly ratePerMinute?: number;
  /** The page of an incident: `{id}` is replaced. Linked as the alert's client. @default - no link */
  readonly incidentUrl?: string;
  /** The page of a runbook: `{runbook}` is replaced. @default - no link */
  readonly runbookUrl?: string;
}

export interface CheckedOptions extends PagerDutyOptions {
  readonly id: string;
  readonly endpoint: string;
  readonly timeoutMs: number;
  readonly ratePerMinute: number;
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The options with their defaults.
 * @throws ConfigError with every problem; it never holds the key
 */
export function checkOptions(options: PagerDutyOptions): CheckedOptions {
  const checked = {
    id: 'pagerduty',
    endpoint: 'https://events.pagerduty.com/v2/enqueue',
    timeoutMs: 10_000,
    ratePerMinute: 120,
    ...options,
  };
  const problems = [
    ...keyProblems(checked.routingKey),
    ...endpointProblems(checked.endpoint),
    ...positive('timeoutMs', checked.timeoutMs),
    ...positive('ratePerMinute', checked.ratePerMinute),
    ...linkProblems('incidentUrl', checked.incidentUrl),
    ...linkProblems('runbookUrl', checked.runbookUrl),
  ];
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `pagerduty: ${problem}`));
  return checked;
}

function keyProblems(key: unknown): readonly string[] {
  if (typeof key === 'string' && /^[a-z0-9]{32}$/i.test(key)) return [];
  const got = typeof key === 'string' ? `${key.length} characters` : typeof key;
  return [`routingKey must be the integration key, 32 letters and digits: got ${got}`];
}

function endpointProblems(endpoint: string): readonly string[] {
  const url = parseUrl(endpoint);
  if (url === undefined) return ['endpoint must be a URL such as https://events.pagerduty.com/v2/enqueue'];
  if (url.username !== '' || url.password !== '') return ['endpoint must not hold a user name or password'];
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))) return [];
  return [`endpoint must use https (http only on a loopback address): got ${url.protocol}//${url.host}`];
}

function linkProblems(name: string, template: string | undefined): readonly string[] {
  const url = template === undefined ? undefined : parseUrl(template);
  if (template === undefined || url?.protocol === 'https:' || url?.protocol === 'http:') return [];
  return [`${name} must be an http or https URL: got ${template}`];
}

function positive(name: string, value: number): readonly string[] {
  return Number.isFinite(value) && value > 0 ? [] : [`${name} must be a number above 0: got ${value}`];
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
