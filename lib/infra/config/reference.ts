import { environmentJsonSchema, type JsonSchema } from './json-schema.ts';

/** docs/configuration.md, from the schema: one row a key. */
export function renderConfigurationReference(): string {
  const rows = rowsOf('', environmentJsonSchema(), true);
  return `${[
    '# Configuration',
    '',
    'An environment is a file `config/NAME.yaml`; `npx cdk synth` makes its stacks under `NAME/`. An unknown key',
    'or a wrong value stops the synth, with every problem on a line of its own: file, line, path, what was given',
    'and what is allowed. Editors that know YAML schemas complete and check the file by `config/schema.json`.',
    '',
    '| key | value | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '`RULE` is a rule id of `docs/rules.md`; `NAME` is the name of a consumer group, in which `*` stands for any letters.',
  ].join('\n')}\n`;
}

function rowsOf(path: string, schema: JsonSchema, isRequired: boolean): string[] {
  const own = path === '' ? [] : [row(path, schema, isRequired)];
  return [...own, ...childRows(path, schema)];
}

function childRows(path: string, schema: JsonSchema): string[] {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const alternatives = schema.anyOf ?? schema.oneOf ?? [];
  if (alternatives.some((one) => one.properties)) return alternativeRows(path, alternatives);
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, child]) =>
      rowsOf(below(key), child, schema.required?.includes(key) ?? false),
    );
  if (schema.items?.properties) return childRows(`${path}[]`, schema.items);
  const more = schema.additionalProperties;
  if (typeof more !== 'object' || !more.properties) return [];
  return childRows(below(schema.propertyNames?.enum ? 'RULE' : 'NAME'), more);
}

/** The first key of each shape tells which one it is. */
function alternativeRows(path: string, shapes: readonly JsonSchema[]): string[] {
  return shapes.flatMap((shape) => {
    const kind = shape.properties?.kind?.const;
    return Object.entries(shape.properties ?? {}).map(([key, child]) =>
      row(
        key === 'kind' ? `${path}.kind` : `${path}.${key} (${String(kind)})`,
        child,
        shape.required?.includes(key) ?? false,
      ),
    );
  });
}

function row(path: string, schema: JsonSchema, isRequired: boolean): string {
  const fallback = isRequired ? 'required' : defaultOf(schema);
  return `| \`${path}\` | ${cell(valueWords(schema))} | ${cell(fallback)} | ${cell(schema.description ?? '')} |`;
}

function defaultOf(schema: JsonSchema): string {
  const value = schema.default;
  if (value === undefined || (typeof value === 'object' && JSON.stringify(value).length <= 2)) return '-';
  return JSON.stringify(value);
}

function valueWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((v) => `\`${String(v)}\``).join(', ');
  const literals = (schema.anyOf ?? []).flatMap((s) => (s.const === undefined ? [] : [String(s.const)]));
  if (literals.length > 0) return literals.join(', ');
  if (schema.type === 'integer') return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'boolean') return 'true, false';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'string') return 'text';
  if (schema.type === 'number') return schema.exclusiveMinimum === 0 ? 'above 0' : 'number';
  return 'keys';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
