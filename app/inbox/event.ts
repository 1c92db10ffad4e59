import { z } from 'zod';
import { severities } from '../../lib/domain/catalogue/rule.ts';

/** Largest accepted body, in bytes, as at PagerDuty. Source: Events API v2, "Overview". */
export const maxEventBytes = 512 * 1024;

const oneOf = (values: readonly string[]) => `must be one of ${values.join(', ')}`;
const actions = ['trigger', 'acknowledge', 'resolve'] as const;

const text = (max: number) =>
  z.string('is missing or not a text').min(1, 'is blank').max(max, `is longer than ${max} characters`);

const payload = z.looseObject(
  {
    summary: text(1024),
    source: text(1024),
    severity: z.enum(severities, oneOf(severities)),
    timestamp: z.iso.datetime({ offset: true, error: 'is not an ISO 8601 time' }).optional(),
  },
  'is missing or not an object',
);

const event = z.looseObject(
  {
    routing_key: z.string('is missing or not a text').length(32, 'must have 32 characters'),
    event_action: z.enum(actions, oneOf(actions)),
    dedup_key: text(255).optional(),
    payload: payload.optional(),
  },
  'is not a JSON object',
);

/** Which field each action cannot do without. */
const needed = { trigger: 'payload', acknowledge: 'dedup_key', resolve: 'dedup_key' } as const;

export type PagerEvent = z.infer<typeof event>;

/**
 * The event of a body, or everything that is wrong with it, one line a fault: `'payload.severity' must be
 * one of …`. No message repeats what was given, for it may be a key.
 * Source: PagerDuty Events API v2, "Send an alert event".
 */
export function parseEvent(
  body: unknown,
):
  | { readonly kind: 'event'; readonly event: PagerEvent }
  | { readonly kind: 'invalid'; readonly errors: string[] } {
  const result = event.safeParse(body);
  const missing = missingIn(body);
  if (result.success && missing.length === 0) return { kind: 'event', event: result.data };
  const faults = result.error?.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'the event' : `'${path.join('.')}'`} ${message}`,
  );
  return { kind: 'invalid', errors: [...(faults ?? []), ...missing] };
}

/** Looked for beside the schema, which would keep it back while any other field is wrong. */
function missingIn(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null || !('event_action' in body)) return [];
  const action = actions.find((known) => known === body.event_action);
  const field = action && needed[action];
  const isThere = field === undefined || (body as Record<string, unknown>)[field] !== undefined;
  return isThere ? [] : [`'${field}' is missing`];
}
