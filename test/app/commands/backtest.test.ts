import { addBacktestCommand } from '../../../app/commands/backtest.ts';
import type { CommandIo } from '../../../app/commands/command-io.ts';
import { type Forecaster, seasonalNaive } from '../../../lib/domain/forecast/index.ts';
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();
const hour = 3_600_000;
const startMs = Date.UTC(2024, 4, 1);

const named = (id: string, fit: Forecaster['fit']): Forecaster => ({ ...seasonalNaive, id, fit });
/** Knows no more than the last value. */
const last = named('last', (y) => {
  const value = y.at(-1) ?? 0;
  const flat = (h: number, by: number) => new Float64Array(h).fill(value + by);
  const model = {
    forecasterId: 'last',
    description: 'the last value',
    notes: ['it knows no more'],
    next: () => ({ mean: value, sd: 1, lower: value - 1, upper: value + 1 }),
    update: () => undefined,
    forecast: (h: number) => ({ mean: flat(h, 0), lower: flat(h, -5), upper: flat(h, 5) }),
    state: () => null,
  };
  return { kind: 'fitted', model };
});
const broken = named('broken', () => {
  throw new Error('the matrix is singular');
});
const hungry = named('hungry', (y) => ({ kind: 'too_short', got: y.length, needed: 1000 }));
const all = [seasonalNaive, last, broken, hungry];

const backtest = (args: readonly string[], io: Partial<CommandIo> = {}) =>
  runCommand((program, own) => addBacktestCommand(program, all, own), ['backtest', ...args], io);

const waveAt = (t: number) => 50 + 20 * Math.sin((2 * Math.PI * t) / 24) + ((t * 7919) % 13) / 13;
function csv(count: number, valueAt: (t: number) => number | string = waveAt): string {
  const rows = Array.from(
    { length: count },
    (_, t) => `${new Date(startMs + t * hour).toISOString()},${valueAt(t)}`,
  );
  return `timestamp,value\n${rows.join('\n')}\n`;
}

describe('prints', () => {
  test('a line of JSON with the errors of each model by steps ahead, and why some have none', async () => {
    const file = await folder.write('load.csv', csv(240));
    const { out, err, error } = await backtest([
      file,
      '--horizon',
      '6',
      '--period',
      '24',
      '--folds',
      '3',
      '--json',
    ]);
    expect([err, error]).toEqual(['', '']);
    const { models, ...rest } = JSON.parse(out);
    expect(rest).toEqual({ series: 'load', stepMs: hour, horizon: 6, periods: [24], folds: 3, level: 95 });
    expect(models.map(({ model, folds }: { model: string; folds: number }) => [model, folds])).toEqual([
      ['seasonal-naive', 3],
      ['last', 3],
      ['broken', 0],
      ['hungry', 0],
    ]);
    const [naive, flat, failed, short] = models;
    expect(naive.byHorizon).toHaveLength(6);
    expect(naive.mae).toBeLessThan(1);
    expect(flat.mae).toBeGreaterThan(5 * naive.mae);
    expect(flat).toMatchObject({ width: 10, notes: ['it knows no more'], msPerFit: expect.any(Number) });
    expect(flat.byHorizon[0].mae).toBeLessThan(flat.byHorizon[5].mae);
    expect(failed).toMatchObject({ mae: null, failures: [{ reason: 'the matrix is singular', folds: 3 }] });
    expect(short.failures[0].reason).toMatch(/^2\d\d values are too few: it needs 1000$/);
  });

  test('tables with the best model first, and what went wrong', async () => {
    const file = await folder.write('table.csv', csv(240));
    const { out } = await backtest([file, '--horizon', '12', '--folds', '4']);
    const lines = out.split('\n');
    expect(lines[0]).toBe('table: 4 forecasts of 12 steps, season 24');
    expect(lines[2]).toMatch(/^model +forecasts +MAE +sMAPE % +MASE +pinball +% in 95 % +width +ms a fit$/);
    expect(lines.slice(3, 5).map((line) => line.split(' ')[0])).toEqual(['seasonal-naive', 'last']);
    expect(out).toMatch(/model +\+1 +\+3 +\+6 +\+9 +\+12/);
    expect(out).toContain('broken: 4 forecasts missing: the matrix is singular');
    expect(out).toContain('last: it knows no more');
  });

  test('only the models that are asked for', async () => {
    const file = await folder.write('few.csv', csv(240));
    const { out } = await backtest([file, '--horizon', '1', '--model', 'last,seasonal-naive', '--json']);
    expect(JSON.parse(out).models.map(({ model }: { model: string }) => model)).toEqual([
      'last',
      'seasonal-naive',
    ]);
  });
});

test('a value is forecast from what lies before it alone', async () => {
  const seen: number[] = [];
  const spy = named('spy', (y, options) => {
    seen.push(y.length);
    return seasonalNaive.fit(y, options);
  });
  const file = await folder.write('order.csv', csv(200));
  const add = (program: Parameters<typeof addBacktestCommand>[0], io: CommandIo) =>
    addBacktestCommand(program, [spy], io);
  await runCommand(add, ['backtest', file, '--horizon', '10', '--folds', '3', '--step', '5', '--json']);
  expect(seen).toEqual([190, 185, 180]);
});

test('gaps are left out of the errors, and rows that cannot be read are told', async () => {
  const file = await folder.write(
    'gaps.csv',
    csv(240, (t) => (t > 225 && t < 232 ? '' : waveAt(t))),
  );
  const { out, error } = await backtest([
    file,
    '--horizon',
    '24',
    '--folds',
    '2',
    '--model',
    'seasonal-naive',
    '--json',
  ]);
  expect(error).toBe('');
  expect(JSON.parse(out).models[0].mae).toBeLessThan(2);
});

test('a series too short for all folds makes fewer, and says so', async () => {
  const file = await folder.write('short.csv', csv(100));
  const { out, err } = await backtest([
    file,
    '--horizon',
    '24',
    '--period',
    '24',
    '--model',
    'last',
    '--json',
  ]);
  expect(JSON.parse(out).folds).toBe(2);
  expect(err).toBe('short: 2 of 8 forecasts: the series is too short for more\n');
});

test('progress is shown where somebody watches', async () => {
  const file = await folder.write('watched.csv', csv(100));
  const said: string[] = [];
  const progress = () => ({
    update: (_: number, words: string) => void said.push(words),
    end: () => undefined,
  });
  await backtest([file, '--horizon', '2', '--folds', '1', '--json'], { progress });
  expect(said).toEqual([...all.map(({ id }) => `watched: ${id}`), '1 series']);
});

describe('refuses in one line', () => {
  test.each([
    [['--horizon', '0'], 'ConfigError: --horizon: got "0": give a whole number from 1 to 100000'],
    [
      ['--horizon', '2', '--model', 'magic'],
      'ConfigError: --model: got "magic": give some of seasonal-naive, last, broken, hungry, each once, separated by commas',
    ],
    [['--horizon', '2', '--period', '1'], /^ConfigError: --period: got "1": give whole numbers of steps/],
    [
      ['--horizon', '2', '--folds', 'x'],
      'ConfigError: --folds: got "x": give a whole number from 1 to 10000',
    ],
    [[], /required option '--horizon <steps>' not specified/],
  ])('%j', async (args, message) => {
    const file = await folder.write('fine.csv', csv(100));
    expect((await backtest([file, ...args])).error).toMatch(message);
  });

  test('a file that is not there, and a series with too few values', async () => {
    expect((await backtest([folder.path('none.csv'), '--horizon', '2'])).error).toMatch(
      /^ConfigError: .*none\.csv/,
    );
    const file = await folder.write('tiny.csv', csv(20));
    expect((await backtest([file, '--horizon', '5'])).error).toBe(
      `ConfigError: ${file}: series tiny: has 20 steps: a horizon of 5 needs at least 29, so give a shorter one`,
    );
  });
});
