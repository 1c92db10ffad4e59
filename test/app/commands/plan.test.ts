import { addPlanCommand } from '../../../app/commands/plan.ts';
import { firstDays, traffic, yearlyCampaigns } from '../../domain/capacity/given.ts';
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();
const year = traffic({ campaigns: yearlyCampaigns });
const iso = (timeMs: number) => new Date(timeMs).toISOString();
const csvOf = ({ timesMs, values }: { timesMs: Float64Array; values: Float64Array }) =>
  [
    'timestamp,value',
    ...Array.from(timesMs, (timeMs, i) => `${iso(timeMs)},${Math.round(values[i] ?? 0)}`),
  ].join('\n');
const today = ['--instance-type', 'kafka.m7g.large', '--brokers', '3', '--storage-gib', '500'];
const quick = ['--horizon', '30d'];

const run = (...args: readonly string[]) => runCommand(addPlanCommand, ['plan', ...args]);
const file = () => folder.write('orders.csv', csvOf(firstDays(year, 180)));

test('prints a plan as Markdown: in short, ingestion, limits, size, and what it rests on', async () => {
  const { out, error } = await run('--csv', await file(), ...today, ...quick, '--name', 'orders');
  expect(error).toBe('');
  expect(out).toMatch(/^# Capacity plan of orders: the next 30 days\n/);
  for (const part of [
    'In short',
    'Ingestion',
    'Time to each limit',
    'Size',
    'How it is forecast',
    'Taken for granted',
  ])
    expect(out).toContain(`\n## ${part}\n`);
  expect(out).toMatch(/Highest hour: [\d.]+ \([\d.]+ to [\d.]+\) MiB\/s/);
  expect(out).toContain('Cheapest that holds it: 3 × kafka.m7g.large, 500 GiB each, $591 a month');
  expect(out).not.toMatch(/NaN|undefined|Infinity/);
});

test('writes a page and JSON at once; the page needs nothing from elsewhere and says what its pictures show', async () => {
  const [html, json] = [folder.path('plan.html'), folder.path('plan.json')];
  const name = '<b>&co';
  const { files, out } = await run(
    '--csv',
    await file(),
    ...today,
    ...quick,
    '--name',
    name,
    '--out',
    html,
    json,
  );
  expect(out).toBe('');
  const page = files.get(html) ?? '';
  expect(page).not.toContain('<b>');
  expect(page.match(/<svg [^>]*role="img" aria-labelledby=/g)?.length).toBeGreaterThanOrEqual(4);
  expect(page).not.toMatch(/<script|src=|@import|https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
  const ids = page.match(/ id="[^"]+"/g) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  const plan = JSON.parse(files.get(json) ?? '');
  expect(plan).toMatchObject({ kind: 'plan', horizonDays: 30, sizing: { best: { holds: true } } });
  expect(plan.ingestion.peak.middle).toHaveLength(30);
});

test('campaigns of a file are measured, and planned ones have a scenario without them', async () => {
  const planned = [
    ...yearlyCampaigns.slice(0, 2),
    { name: 'sale', fromMs: Date.UTC(2026, 1, 10, 17), toMs: Date.UTC(2026, 1, 10, 22) },
  ];
  const lines = planned.map(
    ({ name, fromMs, toMs }) =>
      `- {name: ${name}, from: "${iso(fromMs).slice(0, 16)}", to: "${iso(toMs).slice(0, 16)}"}`,
  );
  const campaigns = await folder.write('campaigns.yaml', lines.join('\n'));
  const { out, error } = await run('--csv', await file(), ...quick, '--campaigns', campaigns);
  expect(error).toBe('');
  expect(out).toMatch(/\| sale \| 2025-10-13 17:00 \| 5 h \| measured \| \+3\d % ± \d+ % \|/);
  expect(out).toMatch(/\| sale \| 2026-02-10 17:00 \| 5 h \| expected \| \+3\d %/);
  expect(out).toContain('| without the campaigns |');
});

test("a file's unit counts, and one of its series can be chosen", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => iso(Date.UTC(2026, 0, 1 + i)).slice(0, 10));
  const text = ['series,timestamp,value', ...rows.flatMap((at) => [`web,${at},864`, `app,${at},86400`])].join(
    '\n',
  );
  const path = await folder.write('two.csv', text);
  const { out } = await run('--csv', path, '--series', 'web', '--unit', 'GB/d', '--horizon', '14d');
  // 864 GB a day are 10 MB/s, and the highest hour is taken to be twice that.
  expect(out).toMatch(/Highest hour: 19\.\d+ \(/);
});

test.each([
  [
    'nothing to plan from',
    [],
    'nothing to plan from: give --cluster ARN, --csv FILE or --store FILE, or --simulated',
  ],
  [
    'two pasts',
    ['--csv', 'a.csv', '--simulated'],
    '--csv and --simulated each say where the past is: give one',
  ],
  ['a file that is not there', ['--csv', 'none.csv'], 'there is no file none.csv'],
  ['a store that is not there', ['--store', 'none.duckdb'], '--store none.duckdb: there is no such file'],
  [
    'a name that is no ARN',
    ['--cluster', 'orders'],
    "--cluster: not the ARN of an MSK cluster: got 'orders'",
  ],
  ['a horizon of years', ['--simulated', '--horizon', '900d'], '--horizon: got 900 days: give 1d to 365d'],
  ['a unit of length', ['--simulated', '--unit', 'parsec'], '--unit: got "parsec": give B, kB'],
  [
    'another kind of file',
    ['--simulated', '--out', 'plan.pdf'],
    '--out: got plan.pdf: give a file that ends in .md, .html or .json',
  ],
  [
    'a type that is not known',
    ['--simulated', '--instance-type', 'kafka.m99.large'],
    '--instance-type: got kafka.m99.large: give kafka.t3.small',
  ],
  [
    'all of the headroom',
    ['--simulated', '--headroom', '100'],
    '--headroom: got "100": give a number from 0 to 90',
  ],
  [
    'prices that cannot be read',
    ['--simulated', '--prices', 'none.json'],
    '--prices none.json: cannot be read',
  ],
])('refuses %s', async (_, args, message) => {
  const { error, out } = await run(...args);
  expect(error).toContain(message);
  expect(out).toBe('');
});

test('refuses a week for a quarter, with what would do', async () => {
  const week = await folder.write('week.csv', csvOf(firstDays(year, 7)));
  const { error } = await run('--csv', week);
  expect(error).toBe(
    'ConfigError: kafka: 7 whole days of history are too few for 90 days ahead: 30 are needed, and 180 for growth to be known well; wait, or ask for 21 days ahead or fewer',
  );
});

test('refuses campaigns that cannot be meant, each with what is wrong with it', async () => {
  const bad = await folder.write(
    'bad.yaml',
    '- {name: sale, from: tomorrow, to: 2026-01-02}\n- {name: sale, from: 2026-01-05, to: 2026-01-07}\n- {name: sale, from: 2026-01-06, to: 2026-01-08}',
  );
  const { error } = await run('--csv', await file(), '--campaigns', bad);
  expect(error).toContain('campaigns[0].from: got "tomorrow"');
  expect(error).toContain('campaigns[2]: "sale" overlaps its window');
  const none = await folder.write('none.yaml', 'sale: 1');
  expect((await run('--csv', await file(), '--campaigns', none)).error).toContain(
    'got no campaigns: give a list',
  );
});
