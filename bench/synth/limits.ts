import { type Resource, type Template, textOf, writtenOut } from './template.ts';

/** Something that AWS would refuse when the stack is deployed. */
export interface Excess {
  readonly where: string;
  readonly what: string;
  readonly got: number;
  readonly limit: number;
}

type Count = readonly [what: string, got: number, limit: number];

/**
 * What is over a limit of AWS, or of ours below it, in a stack's template.
 * Sources: CloudFormation quotas (a template takes 1 MB in S3), Systems Manager (a standard parameter 4 KB), IAM
 * quotas, Lambda quotas, CloudWatch quotas.
 */
export function excessesOf(stack: string, template: Template, bytes: number): readonly Excess[] {
  const resources = Object.entries(template.Resources ?? {});
  const ofStack: readonly Count[] = [
    ['resources', resources.length, 500],
    ['bytes of template', bytes, 1_000_000],
    ['outputs', Object.keys(template.Outputs ?? {}).length, 200],
    ['parameters', Object.keys(template.Parameters ?? {}).length, 200],
  ];
  return [
    ...over(stack, ofStack),
    ...resources.flatMap(([id, resource]) =>
      over(`${stack} ${id}`, countsOf[resource.Type]?.(resource.Properties ?? {}) ?? []),
    ),
    ...over(stack, inlinePolicyCounts(resources.map(([, resource]) => resource))),
  ];
}

function over(where: string, counts: readonly Count[]): Excess[] {
  return counts.flatMap(([what, got, limit]) => (got > limit ? [{ where, what, got, limit }] : []));
}

type Properties = NonNullable<Resource['Properties']>;

/** What each type of resource may hold. */
const countsOf: Readonly<Record<string, (properties: Properties) => readonly Count[]>> = {
  'AWS::SSM::Parameter': ({ Value }) => [['bytes of value', Buffer.byteLength(textOf(Value)), 4096]],
  'AWS::IAM::ManagedPolicy': ({ PolicyDocument }) => [
    ['characters of managed policy', lengthOf(PolicyDocument), 6144],
  ],
  'AWS::IAM::Role': ({ ManagedPolicyArns }) => [['managed policies', listOf(ManagedPolicyArns).length, 10]],
  'AWS::Lambda::Function': ({ Environment }) => [
    ['bytes of variables', lengthOf((Environment as { Variables?: unknown })?.Variables), 4096],
  ],
  'AWS::CloudWatch::CompositeAlarm': ({ AlarmRule }) => [
    ['alarms of a composite', textOf(AlarmRule).split(/\bALARM\(/).length - 1, 100],
    ['characters of rule', textOf(AlarmRule).length, 10_240],
  ],
  'AWS::CloudWatch::AlarmMuteRule': ({ MuteTargets }) => [
    ['muted alarms', listOf((MuteTargets as { AlarmNames?: unknown })?.AlarmNames).length, 100],
  ],
  'AWS::CloudWatch::Dashboard': ({ DashboardBody }) => dashboardCounts(textOf(DashboardBody)),
};

function dashboardCounts(body: string): readonly Count[] {
  const { widgets = [] } = JSON.parse(body) as { widgets?: { properties?: { metrics?: unknown[] } }[] };
  const metrics = widgets.map(({ properties }) => properties?.metrics?.length ?? 0);
  return [
    ['widgets', widgets.length, 500],
    ['metrics of a widget', Math.max(0, ...metrics), 500],
    ['metrics of a dashboard', metrics.reduce((a, b) => a + b, 0), 2500],
  ];
}

/** The inline policies of one role together. */
function inlinePolicyCounts(resources: readonly Resource[]): readonly Count[] {
  const lengths = new Map<string, number>();
  for (const { Type, Properties: properties } of resources) {
    if (Type !== 'AWS::IAM::Policy') continue;
    for (const role of listOf(properties?.Roles)) {
      const name = JSON.stringify(role);
      lengths.set(name, (lengths.get(name) ?? 0) + lengthOf(properties?.PolicyDocument));
    }
  }
  return [...lengths].map(([role, got]) => [`characters of the policies of ${role}`, got, 10_240]);
}

function lengthOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(writtenOut(value)) ?? '');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
