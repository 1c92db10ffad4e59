import { rules } from '../lib/domain/catalogue/index.ts';
import { type Rule, type Severity, severities } from '../lib/domain/catalogue/rule.ts';
import { overriddenRules, type RuleOverrides } from '../lib/domain/catalogue/rule-override.ts';
import { ConfigError } from '../lib/ports/errors.ts';

/** The environment variables of a function (lib/infra/settings.ts writes them). */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What every function is told. */
export interface Settings {
  readonly environment: string;
  readonly clusterArns: readonly string[];
  /** Ids of the rules that CloudWatch alarms watch, by cluster name: not for our own evaluation. */
  readonly alarmedRules: ReadonlyMap<string, ReadonlySet<string>>;
  /** The rules in force: the catalogue's with this environment's changes. */
  readonly rules: readonly Rule[];
}

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

  /** A list parted by commas; an empty text is an empty list. */
  list(name: string): readonly string[] {
    const value = this.variables[name];
    if (value === undefined) this.problems.push(`${name} is missing: the stacks set it`);
    return (value ?? '').split(',').filter((one) => one !== '');
  }

  /** A whole number above nought. */
  wholeNumber(name: string): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < 1)
      this.problems.push(`${name}: got "${this.variables[name] ?? ''}", allowed: a whole number from 1`);
    return value;
  }

  /** A JSON object of any content. */
  object(name: string): Readonly<Record<string, unknown>> {
    const value = parseObject(this.text(name));
    if (value === undefined) this.problems.push(`${name} is no JSON object`);
    return value ?? {};
  }

  /** A JSON list of any content. */
  array(name: string): readonly unknown[] {
    const value = parseJson(this.text(name));
    if (!Array.isArray(value)) this.problems.push(`${name} is no JSON list`);
    return Array.isArray(value) ? value : [];
  }

  /** A JSON object from severities to texts; those not in it are absent. */
  bySeverity(name: string): { readonly [severity in Severity]?: string } {
    const object = this.object(name);
    const wrong = Object.entries(object).filter(
      ([key, value]) => !severities.some((one) => one === key) || typeof value !== 'string',
    );
    for (const [key] of wrong)
      this.problems.push(`${name}: "${key}" is no severity with a text; allowed: ${severities.join(', ')}`);
    return object as { readonly [severity in Severity]?: string };
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

/** What every function is told. Problems stay with the reader: call `check` when all is read. */
export function readSettings(reader: VariableReader): Settings {
  return {
    environment: reader.text('TIDEWATCH_ENVIRONMENT'),
    clusterArns: clusterArns(reader),
    alarmedRules: alarmedRules(reader),
    rules: overriddenRules(rules, reader.object('TIDEWATCH_RULE_OVERRIDES') as RuleOverrides),
  };
}

function clusterArns(reader: VariableReader): readonly string[] {
  const prefix = reader.text('TIDEWATCH_CLUSTER_PREFIX');
  return reader.list('TIDEWATCH_CLUSTERS').map((rest) => prefix + rest);
}

function alarmedRules(reader: VariableReader): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = reader.array('TIDEWATCH_ALARMED_RULES') as readonly (readonly [string[], string[]])[];
  return new Map(groups.flatMap(([names, ids]) => names.map((name) => [name, new Set(ids)] as const)));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
