import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type ClusterArn, parseClusterArn } from '../../domain/arn.ts';
import { rules } from '../../domain/catalogue/index.ts';
import { overrideProblems } from '../../domain/catalogue/rule-override.ts';
import { clusterId } from '../../domain/cluster.ts';
import { type Environment, watchedCluster } from './environment.ts';
import { EnvironmentError } from './errors.ts';
import { type Complaint, explain, printPath } from './explain.ts';
import { environmentJsonSchema } from './json-schema.ts';
import { type EnvironmentConfig, environmentSchema } from './schema/index.ts';

/**
 * The environments of a folder, by file name; with `only`, that one alone.
 * @throws EnvironmentError with the problems of all files at once
 */
export function loadEnvironments(folder: string, only?: string): readonly Environment[] {
  const files = environmentFiles(folder);
  const wanted = only === undefined ? files : files.filter((file) => environmentName(file) === only);
  if (wanted.length === 0) {
    const known = files.map(environmentName).join(', ') || 'none';
    const asked = only === undefined ? 'no environment file' : `no environment "${only}"`;
    throw new EnvironmentError([`${folder}: ${asked}; known: ${known}; an environment is a file NAME.yaml`]);
  }
  const problems: string[] = [];
  const environments = wanted.flatMap((file) => {
    const path = join(folder, file);
    const result = parseEnvironment(readFileSync(path, 'utf8'), path);
    if (result.kind === 'ok') return [result.environment];
    problems.push(...result.problems);
    return [];
  });
  if (problems.length > 0) throw new EnvironmentError(problems);
  return environments;
}

export type ParsedEnvironment =
  | { readonly kind: 'ok'; readonly environment: Environment }
  /** One line each: `FILE:LINE: PATH: what was given; what is allowed`. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** The environment of a file's text. @param file its path: names the environment and every problem */
export function parseEnvironment(text: string, file: string): ParsedEnvironment {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    return {
      kind: 'refused',
      problems: faults.map(
        (e) => `${file}:${lines.linePos(e.pos[0]).line}: not YAML: ${lowerFirst(e.message)}`,
      ),
    };
  const input: unknown = document.toJS() ?? {};
  const checked = check(input);
  if (checked.kind === 'ok')
    return { kind: 'ok', environment: environmentOf(environmentName(basename(file)), checked.config) };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const at = offsetOf(document, path.slice(0, depth));
      if (at !== undefined) return lines.linePos(at).line;
    }
    return 1;
  };
  const located = checked.complaints.map((c) => ({ line: lineOf(c.path), ...c }));
  located.sort((a, b) => a.line - b.line);
  return {
    kind: 'refused',
    problems: located.map((c) =>
      [`${file}:${c.line}`, printPath(c.path), c.words].filter(Boolean).join(': '),
    ),
  };
}

/** Where a key begins, or an item of a list; `undefined` when it is not there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The checked configuration of an object, for a program that has it from elsewhere than a file. */
export function check(
  input: unknown,
):
  | { readonly kind: 'ok'; readonly config: EnvironmentConfig }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] } {
  const parsed = environmentSchema.safeParse(input);
  const schema = environmentJsonSchema();
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, input, schema));
  const complaints = [...shape, ...placeComplaints(input), ...alarmComplaints(input)];
  if (parsed.success && complaints.length === 0) return { kind: 'ok', config: parsed.data };
  return { kind: 'refused', complaints };
}

/** There must be something to watch, a place for the stacks, and no cluster twice. Reads whatever is readable,
 *  so that these problems come together with those of shape. */
function placeComplaints(input: unknown): readonly Complaint[] {
  const config = (input ?? {}) as Readonly<Record<string, unknown>>;
  const parsed = listOf(config.clusters).map((cluster) => arnOf((cluster as { arn?: unknown } | null)?.arn));
  return [
    ...emptyComplaints(config),
    ...homeComplaints(config),
    ...twinComplaints(parsed),
    ...scrapeComplaints(config),
    ...backfillComplaints(config),
  ];
}

/** Points older than the store keeps would be refused, one by one. */
function backfillComplaints({ store, polling }: Readonly<Record<string, unknown>>): readonly Complaint[] {
  const { keepDays } = (store ?? {}) as { keepDays?: unknown };
  const { backfillDays } = (polling ?? {}) as { backfillDays?: unknown };
  if (typeof keepDays !== 'number' || typeof backfillDays !== 'number' || backfillDays < keepDays) return [];
  const words = `got ${backfillDays}; allowed: less than the ${keepDays} days that the store keeps`;
  return [{ path: ['polling', 'backfillDays'], words }];
}

function emptyComplaints({ clusters, select }: Readonly<Record<string, unknown>>): readonly Complaint[] {
  if (listOf(clusters).length > 0 || listOf(select).length > 0) return [];
  const words = 'nothing to watch; give `clusters` (by ARN) or `select` (by tags)';
  return [{ path: ['clusters'], words }];
}

/** Without a cluster whose ARN tells them, the stacks' account and region must be said. */
function homeComplaints(config: Readonly<Record<string, unknown>>): readonly Complaint[] {
  if (listOf(config.clusters).length > 0 || listOf(config.select).length === 0) return [];
  return (['account', 'region'] as const)
    .filter((key) => config[key] === undefined)
    .map((key) => ({ path: [key], words: 'missing; `select` alone does not tell where the stacks are' }));
}

function twinComplaints(parsed: readonly (ClusterArn | undefined)[]): readonly Complaint[] {
  const ids = parsed.map((arn) => arn && clusterId(arn.account, arn.region, arn.name));
  return ids.flatMap((id, i) => {
    const first = ids.indexOf(id);
    if (id === undefined || first === i) return [];
    const words = `cluster "${parsed[i]?.name}" is already clusters[${first}]; CloudWatch tells clusters apart by name`;
    return [{ path: ['clusters', i, 'arn'], words }];
  });
}

function scrapeComplaints(config: Readonly<Record<string, unknown>>): readonly Complaint[] {
  if (config.network !== undefined) return [];
  return listOf(config.clusters).flatMap((cluster, i) => {
    if ((cluster as { openMonitoring?: unknown } | null)?.openMonitoring !== true) return [];
    const words = 'brokers are reachable from a VPC alone; give `network`';
    return [{ path: ['clusters', i, 'openMonitoring'], words }];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function arnOf(text: unknown): ClusterArn | undefined {
  const result = typeof text === 'string' ? parseClusterArn(text) : undefined;
  return result?.kind === 'arn' ? result.arn : undefined;
}

function alarmComplaints(input: unknown): readonly Complaint[] {
  const alarms = (input as { alarms?: Record<string, unknown> } | null)?.alarms;
  if (alarms === null || typeof alarms !== 'object') return [];
  return rules.flatMap((rule) => {
    const override = alarms[rule.id];
    if (override === null || typeof override !== 'object') return [];
    return overrideProblems(rule, override).map(({ key, words }) => ({
      path: ['alarms', rule.id, key],
      words,
    }));
  });
}

function environmentOf(name: string, config: EnvironmentConfig): Environment {
  const watched = config.clusters.map((cluster) => watchedCluster(cluster));
  const first = watched[0];
  return {
    ...config,
    name,
    account: config.account ?? first?.account ?? '',
    region: config.region ?? first?.region ?? '',
    watched,
  };
}

function environmentFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /^[^.].*\.ya?ml$/.test(file))
      .sort();
  } catch {
    throw new EnvironmentError([`${folder}: no such folder; environments are files config/NAME.yaml`]);
  }
}

function environmentName(file: string): string {
  return file.replace(/\.ya?ml$/, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
