import { App, type Stack } from 'aws-cdk-lib';
import { loadEnvironments } from '../config/load.ts';
import { EnvironmentStage } from '../environment-stage.ts';

/** docs/iam.md: what each role of the example environment `dev` may do, from its templates. */
export function renderIamReference(): string {
  const [environment] = loadEnvironments('config', 'dev');
  if (environment === undefined) throw new RangeError('config/dev.yaml is missing: the page is made of it');
  // Without bundling: roles do not depend on code.
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true },
  });
  const stage = new EnvironmentStage(app, environment);
  const assembly = stage.synth();
  const roles = stage.stacks.flatMap((stack) =>
    rolesOf(stack, assembly.getStackByName(stack.stackName).template),
  );
  return `${[
    '# What each role may do',
    '',
    'Every function, schedule and state machine has a role of its own. These are those of the example `dev`',
    '(DynamoDB, one cluster), as its templates have them. `*` stands where AWS has no resource level: lists and',
    'reads of CloudWatch and MSK, traces, network interfaces, the delivery of logs. With InfluxDB functions in the',
    'VPC may also make their network interfaces and read the secret with the token, and none but the function that',
    "mints it the administrator's. In other accounts there is one role, which reads metrics and describes clusters.",
    '',
    'Each function besides writes its own logs and dead letters, uses the key, reads the settings in SSM and writes',
    'traces; that is left out below.',
    '',
    '| role | may | on |',
    '| --- | --- | --- |',
    ...roles
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap(({ name, statements }) => rowsOf(name, statements)),
  ].join('\n')}\n`;
}

/** What `StageFunction` and `StageFactory` give to each function. */
const everyFunction = ['WriteLogs', 'KeepDeadLetters', 'UseKey', 'WriteTraces', 'ReadSettings'];

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

interface RoleStatements {
  readonly name: string;
  readonly statements: readonly Statement[];
}

interface Resource {
  readonly Type: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
  readonly Properties?: {
    readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
    readonly Roles?: readonly { readonly Ref?: string }[];
  };
}

type Resources = Readonly<Record<string, Resource>>;

function rolesOf(stack: Stack, template: { readonly Resources?: Resources }): readonly RoleStatements[] {
  const resources = template.Resources ?? {};
  return Object.entries(resources).flatMap(([, { Type, Properties }]) => {
    const role = Properties?.Roles?.[0]?.Ref;
    if (Type !== 'AWS::IAM::Policy' || role === undefined) return [];
    const all = Properties?.PolicyDocument?.Statement ?? [];
    const statements = all.filter(({ Sid = '' }) => !everyFunction.includes(Sid));
    return [
      {
        name: `${stack.node.id}: ${nameOf(role, resources)}`,
        statements: statements.map((one) => named(one, resources)),
      },
    ];
  });
}

function rowsOf(name: string, statements: readonly Statement[]): readonly string[] {
  return statements.map(({ Action, Resource }, i) => {
    const actions = [Action]
      .flat()
      .map((action) => `\`${action}\``)
      .join(', ');
    return `| ${i === 0 ? name : ''} | ${actions} | ${String(Resource)} |`;
  });
}

function named({ Action, Resource }: Statement, resources: Resources): Statement {
  const texts = [Resource].flat().map((one) => textOf(one, resources));
  return { Action, Resource: texts.join(', ') };
}

/** The resource in words that do not change from synth to synth. */
function textOf(value: unknown, resources: Resources): string {
  if (typeof value !== 'object' || value === null) return `\`${String(value)}\``;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': name,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly string[];
    readonly 'Fn::ImportValue'?: string;
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (join) return `\`${join[1].map((part) => plainOf(part, resources)).join(join[0])}\``;
  if (name !== undefined) return exportName(name);
  return nameOf(attribute?.[0] ?? Ref ?? '', resources);
}

function plainOf(part: unknown, resources: Resources): string {
  return textOf(part, resources).replaceAll('`', '');
}

/** The construct's path in its stack, for the logical id. */
function nameOf(logicalId: string, resources: Resources): string {
  const path = resources[logicalId]?.Metadata?.['aws:cdk:path'];
  if (path === undefined) return `<${logicalId}>`;
  return path
    .split('/')
    .slice(2)
    .filter((step) => !['Resource', 'Default', 'Role'].includes(step))
    .join(' ');
}

/** `tidewatch-dev-storage:ExportsOutputFnGetAttStorageKeyBAA9457BArn746704A7` without its hashes. */
function exportName(name: string): string {
  const [, stack = '', id = ''] = /^tidewatch-dev-(\w+):ExportsOutput(?:Ref|FnGetAtt)(.+)$/.exec(name) ?? [];
  const words = id
    .replace(/[0-9A-F]{8}/g, ' ')
    .replace(/ ?Arn ?$/, '')
    .trim();
  return `${stack}: ${words.replace(/([a-z])([A-Z])/g, '$1 $2')}`;
}
