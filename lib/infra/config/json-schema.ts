import { z } from 'zod';
import { environmentSchema } from './schema/index.ts';

/** The parts of JSON schema (draft 2020-12) that the environment's schema uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** JSON schema of an environment file, for editors: the same keys, types and ranges as the check itself. */
export function environmentJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' });
  return schema as JsonSchema;
}

/** The text of config/schema.json. */
export function renderJsonSchema(): string {
  return `${JSON.stringify({ title: 'Tidewatch environment', ...environmentJsonSchema() }, null, 2)}\n`;
}

/** The schema at a path of keys and indexes; several where a value may have one of several shapes. */
export function schemasAt(root: JsonSchema, path: readonly PropertyKey[]): readonly JsonSchema[] {
  let found: readonly JsonSchema[] = [root];
  for (const step of path) found = found.flatMap(shapes).flatMap((schema) => child(schema, step));
  return found.flatMap(shapes);
}

function shapes(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function child(schema: JsonSchema, step: PropertyKey): readonly JsonSchema[] {
  if (typeof step === 'number') return schema.items ? [schema.items] : [];
  const own = schema.properties?.[String(step)];
  if (own) return [own];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}
