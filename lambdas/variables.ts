import { type Severity, severities } from '../lib/domain/catalogue/rule.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import { parseJsonObject } from './json-object.ts';

/** The environment variables of a function. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads a function's variables and gathers what is wrong with them, so that one error tells it all. */
export class VariableReader {
  private readonly problems: string[] = [];
  private readonly variables: Variables;

  constructor(variables: Variables) {
    this.variables = variables;
  }

  /** The text, which must not be empty. */
  text(name: string): string {
    const value = this.variables[name];
    if (value === undefined || value === '') this.problems.push(`${name} is missing: the stacks set it`);
    return value ?? '';
  }

  /** The text, or `undefined` when it is not there. */
  optional(name: string): string | undefined {
    return this.variables[name] || undefined;
  }

  /** One of the words. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    const word = words.find((one) => one === value);
    if (value !== '' && word === undefined)
      this.problems.push(`${name}: got "${value}", allowed: ${words.join(', ')}`);
    return word;
  }

  /** A whole number above nought. */
  wholeNumber(name: string): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < 1)
      this.problems.push(`${name}: got "${this.variables[name] ?? ''}", allowed: a whole number from 1`);
    return value;
  }

  /** A JSON object from severities to texts; those not in it are absent. */
  bySeverity(name: string): { readonly [severity in Severity]?: string } {
    const object = parseJsonObject(this.text(name));
    if (object === undefined) this.problems.push(`${name} is no JSON object`);
    const wrong = Object.entries(object ?? {}).filter(
      ([key, value]) => !severities.some((one) => one === key) || typeof value !== 'string',
    );
    for (const [key] of wrong)
      this.problems.push(`${name}: "${key}" is no severity with a text; allowed: ${severities.join(', ')}`);
    return (object ?? {}) as { readonly [severity in Severity]?: string };
  }

  /** A JSON object with a text for each severity. */
  everySeverity(name: string): Readonly<Record<Severity, string>> {
    const given = this.bySeverity(name);
    const missing = severities.filter((severity) => given[severity] === undefined);
    if (missing.length > 0) this.problems.push(`${name}: ${missing.join(', ')} missing`);
    return given as Readonly<Record<Severity, string>>;
  }

  /** @throws ConfigError with every problem so far */
  check(): void {
    if (this.problems.length > 0) throw new ConfigError(this.problems);
  }
}
