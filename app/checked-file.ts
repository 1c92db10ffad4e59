import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../lib/ports/errors.ts';

/**
 * What a YAML or JSON file holds, as the schema takes it; an empty file is `{}`.
 * @throws ConfigError with every problem, naming the file, the path in it and what is allowed
 */
export function readChecked<T extends z.ZodType>(file: string, schema: T): z.output<T> {
  const result = schema.safeParse(readParsed(file));
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'top level'}: ${issue.message}`),
  );
}

function readParsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new ConfigError([`${file}: ${whyUnreadable(cause)}`], { cause });
  }
}

function whyUnreadable(cause: unknown): string {
  const { code, message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'ENOENT') return 'no such file; give the path of a YAML or JSON file';
  return message.split('\n', 1)[0] ?? message;
}
