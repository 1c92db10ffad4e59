import { readFileSync } from 'node:fs';
import { otherPlaces } from '../../../lib/infra/config/environment.ts';
import { loadEnvironments, parseEnvironment } from '../../../lib/infra/config/load.ts';

const orders = 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5';
const good = `clusters:
  - arn: ${orders}
    brokers: 3
    instanceType: kafka.m7g.large
store:
  kind: dynamodb
`;

function problemsOf(text: string): readonly string[] {
  const result = parseEnvironment(text, 'config/dev.yaml');
  return result.kind === 'ok' ? [] : result.problems;
}

function parsed(text: string) {
  const result = parseEnvironment(text, 'config/dev.yaml');
  if (result.kind === 'refused') throw new Error(result.problems.join('\n'));
  return result.environment;
}

test('the smallest file gets all defaults, and account and region from its clusters', () => {
  const environment = parsed(good);
  expect(environment).toMatchObject({
    name: 'dev',
    account: '111122223333',
    region: 'eu-west-1',
    store: { kind: 'dynamodb', keepDays: 63 },
    schedules: {
      discoverMinutes: 15,
      collectMinutes: 5,
      projectMinutes: 60,
      trainHours: 24,
      reportHours: 24,
    },
    polling: {
      criticalMinutes: 5,
      normalMinutes: 15,
      slowMinutes: 60,
      signals: 'needed',
      partsPerCluster: 1,
    },
    dashboards: { pages: ['overview', 'tidewatch'] },
    removal: 'retain',
    retention: { logsDays: 30, incidentsDays: 365, modelVersionsDays: 7 },
    alarms: {},
    maintenance: [],
  });
  expect(environment.watched).toEqual([
    {
      id: '111122223333/eu-west-1/orders',
      name: 'orders',
      account: '111122223333',
      region: 'eu-west-1',
      arn: orders,
      type: 'standard',
      monitoring: 'DEFAULT',
      brokerIds: ['1', '2', '3'],
      instanceType: 'kafka.m7g.large',
      tieredStorage: false,
      iamAuth: false,
    },
  ]);
});

test('clusters may be of several accounts and regions; the places besides the own are told once', () => {
  const elsewhere = orders.replace('eu-west-1', 'eu-west-2').replace('111122223333', '444455556666');
  const environment = parsed(`account: "111122223333"
region: eu-west-1
clusters:
  - arn: ${elsewhere}
    brokers: 3
    instanceType: kafka.m7g.large
select:
  - tags: {team: data}
    accounts: ["111122223333", "444455556666"]
    regions: [eu-west-1, eu-west-2]
store:
  kind: dynamodb
`);
  expect(environment.watched[0]?.id).toBe('444455556666/eu-west-2/orders');
  expect(otherPlaces(environment)).toEqual([
    { account: '444455556666', region: 'eu-west-2' },
    { account: '111122223333', region: 'eu-west-2' },
    { account: '444455556666', region: 'eu-west-1' },
  ]);
});

test('hours of retention become seconds, and facts that are not given stay absent', () => {
  const [cluster] = parsed(good.replace('brokers: 3', 'brokers: 3\n    retentionHours: 72')).watched;
  expect(cluster).toMatchObject({ retentionSeconds: 259_200 });
  expect(cluster).not.toHaveProperty('storageGib');
});

test('the example environments are valid', () => {
  expect(loadEnvironments('config').map(({ name }) => name)).toEqual(['dev', 'prod']);
});

test('the example files name the schema for editors', () => {
  for (const name of ['dev', 'prod'])
    expect(readFileSync(`config/${name}.yaml`, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/schema\.json\n/,
    );
});

const wrong: readonly (readonly [title: string, text: string, problems: readonly string[]])[] = [
  [
    'an unknown key near a known one',
    good.replace('brokers:', 'brokres:'),
    [
      'config/dev.yaml:2: clusters[0].brokers: missing; give the number of brokers (1 to 90)',
      'config/dev.yaml:3: clusters[0].brokres: unknown key; did you mean "brokers"?',
    ],
  ],
  [
    'an unknown key near none',
    `${good}colour: red\n`,
    [
      'config/dev.yaml:7: colour: unknown key; allowed: account, region, clusters, select, store, network, polling, schedules, alarms, nativeAlarms, notify, pagerdutyEndpoint, …',
    ],
  ],
  [
    'a wrong word',
    good.replace('    brokers', '    type: standart\n    brokers'),
    ['config/dev.yaml:3: clusters[0].type: got "standart"; allowed: "standard", "express", "serverless"'],
  ],
  [
    'a wrong ARN',
    good.replace('kafka:eu', 's3:eu'),
    [
      `config/dev.yaml:2: clusters[0].arn: not the ARN of an MSK cluster: got '${orders.replace('kafka:', 's3:')}': its service is 's3', not 'kafka'; allowed is arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID`,
    ],
  ],
  [
    'a number out of range and a text for a number',
    good.replace('brokers: 3', 'brokers: 0\n    storageGib: much'),
    [
      'config/dev.yaml:3: clusters[0].brokers: got 0; allowed: a whole number, 1 to 90',
      'config/dev.yaml:4: clusters[0].storageGib: got "much"; allowed: a whole number, 1 to 16384',
    ],
  ],
  [
    'an instance of another type',
    good.replace('kafka.m7g', 'express.m7g'),
    [
      'config/dev.yaml:4: clusters[0].instanceType: "express.m7g.large" is no instance of type standard; one is kafka.m7g.large',
    ],
  ],
  [
    'brokers of a serverless cluster',
    good.replace('brokers: 3', 'type: serverless\n    brokers: 3'),
    [
      'config/dev.yaml:4: clusters[0].brokers: a serverless cluster has none; remove the line',
      'config/dev.yaml:5: clusters[0].instanceType: a serverless cluster has none; remove the line',
    ],
  ],
  [
    'an existing InfluxDB without its secret, and a network without subnets',
    good.replace('dynamodb', 'timestream-influxdb\n  endpoint: https://db:8086\nnetwork:\n  vpcId: vpc-12'),
    [
      'config/dev.yaml:5: store.secret: missing; give both `endpoint` and `secret`, or neither and the stacks create an instance',
      'config/dev.yaml:8: network.subnetIds: missing; give both `vpcId` and `subnetIds`, or neither',
    ],
  ],
  [
    'a store that is none',
    good.replace('dynamodb', 'postgres'),
    [
      'config/dev.yaml:6: store.kind: got "postgres"; allowed: "dynamodb", "timestream-influxdb", "timestream-liveanalytics"',
    ],
  ],
  [
    'open monitoring without a network',
    good.replace('brokers: 3', 'brokers: 3\n    openMonitoring: true'),
    ['config/dev.yaml:4: clusters[0].openMonitoring: brokers are reachable from a VPC alone; give `network`'],
  ],
  [
    'a back-fill of more than the store keeps',
    `${good}  keepDays: 20\npolling:\n  backfillDays: 30\n`,
    ['config/dev.yaml:9: polling.backfillDays: got 30; allowed: less than the 20 days that the store keeps'],
  ],
  [
    'nothing to watch',
    'store:\n  kind: dynamodb\n',
    ['config/dev.yaml:1: clusters: nothing to watch; give `clusters` (by ARN) or `select` (by tags)'],
  ],
  [
    'clusters by tags alone without a place for the stacks, and no tags',
    'select:\n  - tags: {}\nstore:\n  kind: dynamodb\n',
    [
      'config/dev.yaml:1: account: missing; `select` alone does not tell where the stacks are',
      'config/dev.yaml:1: region: missing; `select` alone does not tell where the stacks are',
      'config/dev.yaml:2: select[0].tags: at least one tag',
    ],
  ],
  [
    'a rule that is none, and an override that does not suit its rule',
    `${good}alarms:\n  disk_hihg:\n    limit: 80\n  disk_full_in_a_day:\n    recoveryLimit: 3\n  disk_high:\n    breaching: 90\n`,
    [
      'config/dev.yaml:8: alarms.disk_hihg: unknown key; did you mean "disk_high"?',
      'config/dev.yaml:11: alarms.disk_full_in_a_day.recoveryLimit: disk_full_in_a_day has no limit of its own; remove the line',
      expect.stringMatching(
        /^config\/dev\.yaml:13: alarms\.disk_high\.breaching: got 90; allowed: at most the \d+ periods$/,
      ),
    ],
  ],
  [
    'days that CloudWatch Logs does not know',
    `${good}retention:\n  logsDays: 31\n`,
    [
      'config/dev.yaml:8: retention.logsDays: got 31; allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731',
    ],
  ],
  [
    'an address that is none',
    `${good}notify:\n  critical:\n    emails: [nobody]\n`,
    ['config/dev.yaml:9: notify.critical.emails[0]: got "nobody"; allowed: an e-mail address'],
  ],
  [
    'a window without a beginning',
    `${good}maintenance:\n  - name: night\n    durationMinutes: 60\n`,
    ['config/dev.yaml:8: maintenance[0]: give either `cron` (again and again) or `at` (once)'],
  ],
  [
    'an account without quotes',
    `account: 111122223333\n${good}`,
    ['config/dev.yaml:1: account: got 111122223333; allowed: text in quotes'],
  ],
  [
    'a cluster that is there twice',
    good.replace(
      'store:',
      `  - arn: ${orders}
    brokers: 3
    instanceType: kafka.m7g.large
store:`,
    ),
    [
      'config/dev.yaml:5: clusters[1].arn: cluster "orders" is already clusters[0]; CloudWatch tells clusters apart by name',
    ],
  ],
  [
    'an empty file',
    '',
    [
      expect.stringContaining('config/dev.yaml:1: store: missing; allowed:'),
      'config/dev.yaml:1: clusters: nothing to watch; give `clusters` (by ARN) or `select` (by tags)',
    ],
  ],
  [
    'text that is not YAML',
    'clusters:\n  - arn: "x\nstore: {}\n',
    [expect.stringMatching(/^config\/dev\.yaml:\d: not YAML: missing closing "quote/)],
  ],
  [
    'a key given twice',
    `${good}store:\n  kind: dynamodb\n`,
    ['config/dev.yaml:7: not YAML: map keys must be unique'],
  ],
];

test.each(wrong)('refuses %s', (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('refuses with all problems of a file at once, in the order of its lines', () => {
  const text = good.replace('brokers: 3', 'brokers: 0').replace('dynamodb', 'x').concat('tagz: {}\n');
  expect(problemsOf(text).map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
    'config/dev.yaml:3 clusters[0].brokers',
    'config/dev.yaml:6 store.kind',
    'config/dev.yaml:7 tagz',
  ]);
});

test('refuses an environment that no file has, and a folder that is not there', () => {
  expect(() => loadEnvironments('config', 'stage')).toThrow(
    'config: no environment "stage"; known: dev, prod; an environment is a file NAME.yaml',
  );
  expect(() => loadEnvironments('nowhere')).toThrow('nowhere: no such folder');
});

test('lag that is allowed has defaults, and groups have their own', () => {
  expect(parsed(good).lag).toEqual({ allowedMessages: 1000, allowedSeconds: 60, groups: {} });
  const lag =
    'lag:\n  allowedMessages: 50\n  groups:\n    etl-*: { allowedSeconds: 90000 }\n    dev: { off: true }\n';
  expect(parsed(good + lag).lag).toEqual({
    allowedMessages: 50,
    allowedSeconds: 60,
    groups: { 'etl-*': { allowedSeconds: 90_000 }, dev: { off: true } },
  });
});

test.each([
  ['lag: { allowedMessages: -1 }', 'lag.allowedMessages: got -1; allowed: a whole number, 0 to 1000000000'],
  ['lag: { groups: { dev: { of: true } } }', 'lag.groups.dev.of: unknown key; did you mean "off"?'],
  ['lag: { groups: { dev: { allowedSeconds: 1.5 } } }', 'lag.groups.dev.allowedSeconds: got 1.5; allowed: '],
])('refuses %s', (text, words) => {
  const [problem = '', ...more] = problemsOf(`${good}${text}\n`);
  expect(more).toEqual([]);
  expect(problem).toContain(`config/dev.yaml:7: ${words}`);
});
