import { rules, rulesFor } from '../../domain/catalogue/index.ts';
import type { Rule } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { nativePlan } from './native.ts';

const base = {
  account: '',
  region: '',
  monitoring: 'PER_TOPIC_PER_PARTITION',
  brokerIds: ['1', '2', '3'],
  storageGib: 1000,
  tieredStorage: true,
  iamAuth: true,
  retentionSeconds: 86_400,
} as const;

/** Clusters with every feature that brings metrics; the broker's size does not matter for who watches. */
const examples: readonly (readonly [title: string, clusters: readonly Cluster[]])[] = [
  [
    'Standard',
    [
      { ...base, id: 'a', name: 'a', type: 'standard', metadata: 'kraft', instanceType: 'kafka.m7g.large' },
      {
        ...base,
        id: 'b',
        name: 'b',
        type: 'standard',
        metadata: 'zookeeper',
        instanceType: 'kafka.t3.small',
      },
    ],
  ],
  [
    'Express',
    [{ ...base, id: 'c', name: 'c', type: 'express', metadata: 'kraft', instanceType: 'express.m7g.large' }],
  ],
  ['Serverless', [{ ...base, id: 'd', name: 'd', type: 'serverless', brokerIds: [] }]],
];

/** docs/alarms.md, from the rule catalogue: which rules CloudWatch watches and which our own function. */
export function renderAlarmReference(): string {
  const known = rules.filter((rule) => examples.some(([, clusters]) => appliesTo(rule, clusters)));
  const titles = examples.map(([title]) => title);
  return `${[
    '# Who watches which rule',
    '',
    'On AWS a rule is watched by a CloudWatch alarm where one can say it, else by the function evaluate; never by',
    'both. Three brokers are taken as an example. Alarms of one query follow scale-out by themselves.',
    'An alarm has no hysteresis: it is over as soon as its condition is.',
    '',
    `| rule | ${titles.join(' | ')} |`,
    `| --- | ${titles.map(() => '---').join(' | ')} |`,
    ...known.map(
      (rule) => `| \`${rule.id}\` | ${examples.map(([, clusters]) => cell(rule, clusters)).join(' | ')} |`,
    ),
    '',
    'One query: a Metrics Insights alarm whose contributors are the brokers, topics or groups that send data.',
    'One a broker: a metric-math alarm for each broker that the configuration names.',
  ].join('\n')}\n`;
}

function appliesTo(rule: Rule, clusters: readonly Cluster[]): boolean {
  return clusters.some((cluster) => rulesFor(cluster).some(({ id }) => id === rule.id));
}

function cell(rule: Rule, clusters: readonly Cluster[]): string {
  const cluster = clusters.find((one) => appliesTo(rule, [one]));
  if (!cluster) return '-';
  const plan = nativePlan(rule, cluster);
  if (plan.kind === 'ours') return `evaluate: ${plan.why}`;
  if (plan.kind === 'insights') return 'alarm, one query';
  return rule.entity === 'broker' ? 'alarm, one a broker' : 'alarm';
}
