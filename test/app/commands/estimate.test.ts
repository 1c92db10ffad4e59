import { addEstimateCommand } from '../../../app/commands/estimate.ts';
import { prices } from '../../../lib/domain/cost/prices.ts';
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();

test('a table says what each part costs, the dearest first, and what the sum rests on', async () => {
  const { out, error } = await runCommand(addEstimateCommand, ['estimate', '--env', 'dev']);
  expect(error).toBe('');
  expect(out).toMatch(/^dev: \$\d+\.\d\d a month, \d+\.\d % of its budget of \$\d+\.\d\d; \d+ series/);
  expect(out).toMatch(/\n +CloudWatch +polls of series \(GetMetricData\) +\d+ +\d+\.\d\d +\d+\.\d\n/);
  const stages = [...out.matchAll(/^[a-z]+ +(\d+\.\d\d) +\d+\.\d$/gm)].map(([, usd]) => Number(usd));
  const total = stages.pop() ?? 0;
  expect(stages.length).toBeGreaterThan(8);
  expect(stages).toEqual(stages.toSorted((a, b) => b - a));
  expect(Math.abs(stages.reduce((sum, usd) => sum + usd, 0) - total)).toBeLessThan(0.005 * stages.length);
  expect(out).toMatch(/\ntotal +\d+\.\d\d +100\.0\n/);
  expect(out).toContain('a CloudWatch anomaly-detection alarm on each of the');
  expect(out).toContain('free tiers are not taken off');
});

test('JSON has the same lines, the assumed size and what is assumed', async () => {
  const args = ['estimate', '--env', 'dev', '--topics', '10', '--groups', '3', '--json'];
  const { out } = await runCommand(addEstimateCommand, args);
  const json = JSON.parse(out);
  expect(json).toMatchObject({ env: 'dev', size: { topics: 10, groups: 3 }, asOf: '2026-11' });
  const total = json.lines.reduce((sum: number, { usd }: { usd: number }) => sum + usd, 0);
  expect(total).toBeCloseTo(json.usd, 9);
});

test('prices of a file change the estimate', async () => {
  const dashboard = { ...prices.dashboard, usd: 1000, asOf: '2027-01', basis: 'price_list' };
  const file = await folder.write('prices.json', JSON.stringify({ prices: { dashboard } }));
  const args = ['estimate', '--env', 'dev', '--prices', file];
  const { out } = await runCommand(addEstimateCommand, args);
  expect(out).toMatch(/\n +CloudWatch +dashboards +1 +1000\.00 /);
  expect(out).toContain('1 of the Price List API');
  expect(out).toContain('"tidewatch prices --refresh --region eu-west-1 --out prices.json"');
});

test.each([
  [['--env', 'nowhere'], /^ConfigError: config: no environment "nowhere"; known: dev, prod/],
  [['--env', 'dev', '--config', 'no-folder'], /^ConfigError: no-folder: no such folder/],
  [['--env', 'dev', '--prices', 'no-file'], 'ConfigError: --prices no-file: cannot be read'],
  [['--env', 'dev', '--prices', 'package.json'], /^ConfigError: package\.json: not a file of prices/],
])('refuses %j', async (args, message) => {
  expect((await runCommand(addEstimateCommand, ['estimate', ...args])).error).toMatch(message);
});
