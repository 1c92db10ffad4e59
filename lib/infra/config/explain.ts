import type { z } from 'zod';
import { closest } from './closest.ts';
import { type JsonSchema, schemasAt } from './json-schema.ts';

/** One thing that is wrong with a value: where, and in words what was given and what is allowed. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly words: string;
}

type Issue = z.core.$ZodIssue;

/** The complaints of one issue of the schema about `input`; an unknown key is one complaint each. */
export function explain(issue: Issue, input: unknown, schema: JsonSchema): readonly Complaint[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      words: unknownKey(key, schemasAt(schema, path)),
    }));
  if (issue.code === 'custom') return [{ path, words: issue.message }];
  const value = valueAt(input, path);
  const allowed = allowedOf(issue, schemasAt(schema, path));
  const given = value === undefined ? 'missing' : `got ${printed(value)}`;
  return [{ path, words: `${given}; allowed: ${allowed}` }];
}

/** The path as one writes it: `clusters[0].arn`. */
export function printPath(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text.replace(/^\./, '');
}

function unknownKey(key: string, schemas: readonly JsonSchema[]): string {
  const known = schemas.flatMap((s) => [
    ...Object.keys(s.properties ?? {}),
    ...(s.propertyNames?.enum ?? []).map(String),
  ]);
  const meant = closest(key, known);
  if (meant) return `unknown key; did you mean "${meant}"?`;
  const some = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
  return `unknown key; allowed: ${some}`;
}

function allowedOf(issue: Issue, schemas: readonly JsonSchema[]): string {
  if (issue.code === 'invalid_format') return issue.message;
  if (issue.code === 'too_small' && issue.origin === 'array') return `at least ${issue.minimum} of them`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `at most ${issue.maximum} of them`;
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return issue.options.map(printed).join(', ');
  return schemas.map(shapeInWords).join(', ') || issue.message;
}

function shapeInWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return printed(schema.const);
  if (schema.enum) return schema.enum.map(printed).join(', ');
  if (schema.type === 'integer') return `a whole number, ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'number') return schema.exclusiveMinimum === 0 ? 'a number above 0' : 'a number';
  if (schema.type === 'boolean') return 'true, false';
  if (schema.type === 'array') return 'a list';
  if (schema.type === 'object') return `keys (${Object.keys(schema.properties ?? {}).join(', ') || 'any'})`;
  return 'text in quotes';
}

/** The value shortened to what fits a line. */
function printed(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
