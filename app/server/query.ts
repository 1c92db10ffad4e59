import { z } from 'zod';

const name = z.string().min(1, 'must not be blank').max(2000, 'must have at most 2000 characters');
const names = z.array(name, 'name at least one: &signal=ID').max(50, 'at most 50 of them');
const optionalName = name.optional();
const wholeNumber = (min: number, max: number) =>
  z.coerce.number(`must be a number from ${min} to ${max}`).int('must be whole').min(min).max(max);

export const limitQuery = z.strictObject({ limit: wholeNumber(1, 500).default(100) });

export const filterQuery = z.strictObject({
  cluster: optionalName,
  signal: names.default([]),
  key: names.default([]),
});

export const clusterQuery = z.strictObject({
  cluster: z.string('name the cluster: ?cluster=ID').min(1, 'name the cluster: ?cluster=ID').max(2000),
});

const dayMs = 86_400_000;

export const pointsQuery = clusterQuery.extend({
  signal: names,
  /** Milliseconds shown, ending at `to`. */
  span: wholeNumber(60_000, 400 * dayMs).default(dayMs),
  /** @default the pipeline's now */
  to: wholeNumber(0, 8.64e15).optional(),
  /** Milliseconds of forecast shown after now. */
  ahead: wholeNumber(0, 400 * dayMs).default(0),
  /** Width of the chart in pixels: no more points than that are sent. */
  width: wholeNumber(50, 4000).default(600),
  /** Lines at most; the highest are kept. */
  lines: wholeNumber(1, 50).default(8),
  topic: optionalName,
  broker: optionalName,
  group: optionalName,
});

export type PointsQuery = z.infer<typeof pointsQuery>;

const repeated = new Set(['signal', 'key']);

/** The query of a URL by its schema, or one line that says what is wrong with it. */
export function parseQuery<T extends z.ZodType>(
  schema: T,
  url: string,
):
  | { readonly kind: 'query'; readonly query: z.infer<T> }
  | { readonly kind: 'invalid'; readonly error: string } {
  const raw: Record<string, string | string[]> = {};
  for (const [name, value] of new URL(url).searchParams) {
    if (repeated.has(name)) raw[name] = [...(raw[name] ?? []), value];
    else raw[name] = value;
  }
  const result = schema.safeParse(raw);
  if (result.success) return { kind: 'query', query: result.data };
  return { kind: 'invalid', error: result.error.issues.map(faultOf).join('; ') };
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${String(issue.path[0])}: ${issue.message}`;
  return `${issue.keys.map((key) => key.slice(0, 40)).join(', ')}: no such parameter here`;
}
