import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { CommandIo } from '../../../app/commands/command-io.ts';
import { addStationarityCommand } from '../../../app/commands/stationarity.ts';
import { createNoise, published, walk } from '../../domain/series/fixture.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stationarity-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs the command on the text of a file. */
async function run(text: string, ...args: string[]) {
  const file = join(folder, 'values.csv');
  await writeFile(file, text);
  const said = { out: '', err: '', error: '' };
  const io: CommandIo = {
    out: (words) => {
      said.out += words;
    },
    err: (words) => {
      said.err += words;
    },
    writeFile: () => Promise.reject(new Error('writes no file')),
    nowMs: () => 0,
    progress: () => undefined,
    terminal: undefined,
    hasColour: false,
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: io.err });
  addStationarityCommand(program, io);
  try {
    await program.parseAsync(['stationarity', file, ...args], { from: 'user' });
  } catch (error) {
    said.error = (error as Error).message;
  }
  return said;
}

const monthly = (values: Float64Array) =>
  [...values].map((v, i) => `${1949 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01,${v}`);
const hourly = (values: Float64Array, name = '') =>
  [...values].flatMap((v, i) =>
    Number.isNaN(v) ? [] : [`${name}${1_700_000_000_000 + i * 3_600_000},${v}`],
  );
const csv = (rows: readonly string[], header = 'timestamp,value') => `${[header, ...rows].join('\n')}\n`;

test('says in words that the airline passengers wander and have a season of a year', async () => {
  const { out, err, error } = await run(csv(monthly(published.airPassengers)));
  expect([err, error]).toEqual(['', '']);
  expect(out).toContain('144 steps\n');
  expect(out).toContain('KPSS rejects a constant level (statistic 4.34, p < 0.01, 2 lags)');
  expect(out).toContain('ADF cannot rule out a wandering level (statistic 0.82, p = 0.99, 13 lags)');
  expect(out).toContain(
    'Phillips-Perron cannot rule out a wandering level (statistic -1.84, p = 0.36, 4 lags)',
  );
  expect(out).toContain('The level wanders');
  expect(out).toContain('Season of 12 steps: strength 0.94 from 0 to 1, above the 0.64');
  expect(out).toContain('Suggested: d = 1, D = 1 of 12 steps\n');
});

test('says that noise about a mean holds, counts its gaps, and takes the day of hours as season', async () => {
  const next = createNoise(6);
  const noise = new Float64Array(300).map(next);
  noise[40] = Number.NaN;
  noise[41] = Number.NaN;
  const { out } = await run(csv(hourly(noise)));
  expect(out).toContain('300 steps, 2 of them gaps that straight lines bridge');
  expect(out).toContain('KPSS finds nothing against a constant level');
  expect(out).toContain('ADF rejects a wandering level');
  expect(out).toContain('p < 0.0001');
  expect(out).toContain('The level holds: values come back to one mean.');
  expect(out).toMatch(/Season of 24 steps: strength 0\.\d\d from 0 to 1, not above the 0\.64/);
  expect(out).toContain('Suggested: d = 0, D = 0 of 24 steps\n');
});

test('prints a line of JSON a series, for the period asked for', async () => {
  const rows = [...hourly(walk(200, 3), 'a,'), ...hourly(walk(200, 4), 'b,')];
  const { out } = await run(csv(rows, 'series,timestamp,value'), '--json', '--period', '7');
  const reports = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(reports).toMatchObject([
    { series: 'a', d: 1, D: 0, kpss: { rejects: true }, adf: { rejects: false }, season: { period: 7 } },
    { series: 'b', d: 1, D: 0, steps: 200, gaps: 0 },
  ]);
});

test('a series without timestamps has no season, and one may be picked', async () => {
  const rows = [...walk(80, 3)].flatMap((v, i) => [`a,${v}`, `b,${i}`]);
  const { out } = await run(csv(rows, 'series,value'), '--series', 'a');
  expect(out).not.toContain('Season');
  expect(out).toMatch(/^a: 80 steps/);
  expect(out).not.toContain('\nb:');
});

test('says what has no answer, and goes on', async () => {
  const line = new Float64Array(60).map((_, i) => 2 * i);
  const { out, error } = await run(csv(hourly(line)));
  expect(error).toBe('');
  expect(out).toContain('ADF has no answer: got values that follow an exact pattern');
  expect(out).toContain('Suggested: d = 1, D = 0 of 24 steps (nothing is left to vary)');
});

test('refuses a constant series by name, after the others', async () => {
  const rows = [...hourly(new Float64Array(60).fill(3), 'flat,'), ...hourly(walk(60), 'walk,')];
  const { out, error } = await run(csv(rows, 'series,timestamp,value'));
  expect(out).toContain('walk: 60 steps');
  expect(error).toMatch(/series flat: got a series that is 3 throughout/);
});

test('refuses a period of 1', async () => {
  const { error, err } = await run(csv(['1,2', '2,3']), '--period', '1');
  expect(error + err).toContain('give a whole number from 2 to 100000');
});
