import { rules, rulesFor } from '../../domain/catalogue/index.ts';
import type { Rule } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { selfAlarmLines } from '../alerting/reference.ts';
import { defaultQueryAlarms, insightsAlarms } from './assignment.ts';
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
    'Every rule on every cluster has exactly one watcher: a CloudWatch alarm, or the function evaluate. Who it is is',
    'decided once, at synth, by one function (`lib/infra/render/assignment.ts`), and told to evaluate.',
    '',
    '- An alarm is there for clusters that the configuration declares, in the account and region of the stacks; all',
    '  other clusters are watched by evaluate. `nativeAlarms` says for which severities: `all`, `critical` or `none`.',
    '- No alarm names a broker: one that is added would be watched by nobody until the next deployment. An alarm',
    '  looks at a metric of the cluster itself, or is one query (Metrics Insights) over the metric of all brokers:',
    '  each of them that sends data is a contributor of the alarm, and new ones join by themselves.',
    '- What such a query cannot say is left to evaluate, which finds brokers, topics and groups anew at run time:',
    "  sums of several metrics of a broker, silence, anomalies, forecasts, what MSK's own maintenance breaks.",
    '- A query alarm is billed for each series that it looks at, $0.10 a month. Brokers are few; 20 groups on 50',
    '  topics would be $100 a month a rule, and their lag is polled for the detectors anyway: evaluate has these.',
    `- A region takes ${insightsAlarms} query alarms; at most ${defaultQueryAlarms} are made, the rest is left to others. With many`,
    '  clusters the worst severities have them first, over all clusters in the order of the configuration; evaluate',
    '  has what is left over.',
    '',
    "An alarm has no hysteresis: it is over as soon as its condition is. Evaluate waits for the rule's recovery.",
    '',
    '## Rules',
    '',
    `| rule | ${titles.join(' | ')} |`,
    `| --- | ${titles.map(() => '---').join(' | ')} |`,
    ...known.map(
      (rule) => `| \`${rule.id}\` | ${examples.map(([, clusters]) => cell(rule, clusters)).join(' | ')} |`,
    ),
    ...selfAlarmLines,
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
  return plan.kind === 'insights' ? 'alarm, one query' : 'alarm';
}
