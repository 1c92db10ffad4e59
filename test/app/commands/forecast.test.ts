import { type ArimaEngine, type AutoOptions, arimaEngine } from '../../../app/commands/arima-engine.ts';
import type { CommandIo } from '../../../app/commands/command-io.ts';
import { addForecastCommand } from '../../../app/commands/forecast.ts';
import type { ForecastOptions } from '../../../lib/domain/forecast/arima/result.ts';
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();
const startMs = Date.UTC(2024, 4, 1);
const hour = 3_600_000;

/** A model that expects the last value, plus the step, plus the regressors. */
function fakeEngine(seen: { auto?: AutoOptions; forecast?: ForecastOptions | undefined } = {}): ArimaEngine {
  return {
    ...arimaEngine,
    auto(y, options) {
      seen.auto = options;
      return {
        description: 'FAKE(1)',
        summary: () => 'a made-up model',
        tried: 7,
        complete: options.timeBudgetMs !== 1,
        forecast(horizon, forecastOptions) {
          seen.forecast = forecastOptions;
          const [x] = forecastOptions?.regressors ?? [];
          const mean = new Float64Array(horizon).map((_, h) => (y.at(-1) ?? 0) + h + 1 + (x?.values[h] ?? 0));
          const sd = mean.map(() => 1);
          return { mean, sd, lower: mean.map((value) => value - 2), upper: mean.map((value) => value + 2) };
        },
      };
    },
  };
}

const forecast = (args: readonly string[], engine = fakeEngine(), io: Partial<CommandIo> = {}) =>
  runCommand((program, own) => addForecastCommand(program, engine, own), ['forecast', ...args], io);

const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
const hourly = (count: number, valueAt: (i: number) => number | string = (i) => i, name = '') =>
  Array.from(
    { length: count },
    (_, i) => `${name}${new Date(startMs + i * hour).toISOString()},${valueAt(i)}`,
  );
const load = (count = 60) => folder.write('load.csv', csv('timestamp,value', hourly(count)));

describe('prints', () => {
  test('a line of JSON with the steps after the last value', async () => {
    const { out, err, error } = await forecast([await load(), '--horizon', '3', '--json']);
    expect([err, error]).toEqual(['', '']);
    expect(JSON.parse(out)).toEqual({
      series: 'load',
      model: 'FAKE(1)',
      level: 95,
      stepMs: hour,
      forecast: [
        { timestamp: '2024-05-03T12:00:00Z', mean: 60, lower: 58, upper: 62 },
        { timestamp: '2024-05-03T13:00:00Z', mean: 61, lower: 59, upper: 63 },
        { timestamp: '2024-05-03T14:00:00Z', mean: 62, lower: 60, upper: 64 },
      ],
    });
  });

  test('CSV of all series, names in quotes where they need it', async () => {
    const rows = [...hourly(30, (i) => i, '"a,b",'), ...hourly(30, (i) => 2 * i, '"say ""c""",')];
    const file = await folder.write('many.csv', csv('series,timestamp,value', rows));
    const { out } = await forecast([file, '--horizon', '1', '--csv']);
    expect(out).toBe(
      'series,timestamp,mean,lower,upper\n"a,b",2024-05-02T06:00:00Z,30,28,32\n"say ""c""",2024-05-02T06:00:00Z,59,57,61\n',
    );
  });

  test('rows in place of timestamps where the file has none', async () => {
    const file = await folder.write('rows.csv', 'value\n5\n6\n7\n');
    const json = JSON.parse((await forecast([file, '--horizon', '2', '--json'])).out);
    expect(json.stepMs).toBeNull();
    expect(
      json.forecast.map(({ row, timestamp }: { row: number; timestamp?: string }) => [row, timestamp]),
    ).toEqual([
      [4, undefined],
      [5, undefined],
    ]);
    expect((await forecast([file, '--horizon', '1', '--csv'])).out).toBe(
      'series,row,mean,lower,upper\nrows,4,8,6,10\n',
    );
  });

  test('months by the calendar', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `${2022 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')},${i}`,
    );
    const file = await folder.write('months.csv', csv('month,value', rows));
    const { out } = await forecast([file, '--horizon', '2', '--csv']);
    expect(
      out
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(',')[1]),
    ).toEqual(['2024-07-01T00:00:00Z', '2024-08-01T00:00:00Z']);
  });

  test('in words the model, its summary, the first steps and the last', async () => {
    const { out } = await forecast([await load(), '--horizon', '40']);
    const lines = out.split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'load: FAKE(1), 40 steps, 95 % interval',
      'a made-up model',
      'The best of 7 models.',
    ]);
    expect(lines[4]).toMatch(/^ +time +mean +lower +upper$/);
    expect(lines[5]).toMatch(/^2024-05-03T12:00:00Z +60 +58 +62$/);
    expect(lines.slice(17)).toEqual([
      '… 27 more steps: --json or --csv',
      expect.stringMatching(/^2024-05-05T03:00:00Z +99 +97 +101$/),
      '',
    ]);
  });

  test('a drawing that is as wide as the terminal, or 80 characters', async () => {
    const args = [await load(), '--horizon', '12', '--plot'];
    const widest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));
    expect(widest((await forecast(args)).out)).toBe(80);
    const terminal = { columns: 120, rows: 50 };
    expect(widest((await forecast(args, fakeEngine(), { terminal })).out)).toBe(120);
  });

  test('an SVG into a file, and the numbers beside it when they are asked for', async () => {
    const { out, err, files } = await forecast([
      await load(),
      '--horizon',
      '12',
      '--json',
      '--plot',
      'out.svg',
    ]);
    expect(files.get('out.svg')).toMatch(/^<svg /);
    expect(err).toBe('out.svg written: load, FAKE(1)\n');
    expect(JSON.parse(out).forecast).toHaveLength(12);
  });
});

describe('asks the engine', () => {
  test('for the seasons of the calendar that the values hold twice', async () => {
    const periodsOf = async (file: string) => {
      const seen: { auto?: AutoOptions } = {};
      await forecast([file, '--horizon', '1', '--json'], fakeEngine(seen));
      return seen.auto?.periods;
    };
    expect(await periodsOf(await load(47))).toEqual([]);
    expect(await periodsOf(await load(48))).toEqual([24]);
    expect(await periodsOf(await load(336))).toEqual([24, 168]);
    const days = Array.from({ length: 30 }, (_, i) => `${startMs + i * 24 * hour},${i}`);
    expect(await periodsOf(await folder.write('days.csv', csv('timestamp,value', days)))).toEqual([7]);
    const months = Array.from({ length: 30 }, (_, i) => `${Date.UTC(2020, i)},${i}`);
    expect(await periodsOf(await folder.write('months.csv', csv('timestamp,value', months)))).toEqual([12]);
    expect(await periodsOf(await folder.write('rows.csv', `value\n${'1\n2\n'.repeat(200)}`))).toEqual([]);
  });

  test('with the options that are given', async () => {
    const seen: { auto?: AutoOptions; forecast?: ForecastOptions } = {};
    const args = [
      '--period',
      '12,6',
      '--level',
      '80',
      '--transform',
      'log1p',
      '--non-negative',
      '--budget',
      '2s',
    ];
    const { out } = await forecast([await load(), '--horizon', '1', '--json', ...args], fakeEngine(seen));
    expect(seen.auto).toMatchObject({
      periods: [6, 12],
      transform: 'log1p',
      nonNegative: true,
      timeBudgetMs: 2000,
    });
    expect(seen.forecast?.level).toBe(0.8);
    expect(JSON.parse(out).level).toBe(80);
  });

  test('and says when the time was up before it was through', async () => {
    const { err } = await forecast([await load(), '--horizon', '1', '--json', '--budget', '1ms']);
    expect(err).toBe('load: the time was up with FAKE(1): a longer --budget may find a better model\n');
  });
});

describe('other models', () => {
  const wave = (i: number) => 100 + 20 * Math.sin((2 * Math.PI * i) / 24) + (i % 5);

  test('a sarimax model is fitted as it is named', async () => {
    const file = await folder.write('wave.csv', csv('timestamp,value', hourly(240, wave)));
    const { out, error } = await forecast([
      file,
      '--horizon',
      '24',
      '--model',
      'sarimax(1,0,0)(0,1,0)24',
      '--json',
    ]);
    expect(error).toBe('');
    const json = JSON.parse(out);
    expect(json.model).toBe('SARIMA(1,0,0)(0,1,0)24');
    for (const { mean, lower, upper } of json.forecast) {
      expect(lower).toBeLessThan(mean);
      expect(mean).toBeLessThan(upper);
      expect(mean).toBeGreaterThan(70);
      expect(mean).toBeLessThan(130);
    }
  });

  test('seasonal naive forecasts with its own words', async () => {
    const file = await folder.write('wave.csv', csv('timestamp,value', hourly(240, wave)));
    const { out } = await forecast([file, '--horizon', '2', '--model', 'seasonal-naive']);
    expect(out).toMatch(
      /^wave: seasonal-naive, 2 steps, 95 % interval\nseasonal naive with drift: season 1 day/,
    );
    expect(out).toMatch(/mean absolute error one season ahead [\d.]+, plain seasonal naive [\d.]+\n/);
  });

  test('seasonal naive keeps out of the negative when that is asked for', async () => {
    const file = await folder.write(
      'low.csv',
      csv(
        'timestamp,value',
        hourly(240, (i) => ((i * 7919) % 101) / 50),
      ),
    );
    const run = (...more: string[]) =>
      forecast([file, '--horizon', '24', '--model', 'seasonal-naive', '--json', ...more]);
    const least = (out: string) =>
      Math.min(...JSON.parse(out).forecast.map(({ lower }: { lower: number }) => lower));
    expect(least((await run()).out)).toBeLessThan(0);
    expect(least((await run('--non-negative')).out)).toBe(0);
  });

  test('auto chooses a model of a real series', async () => {
    const file = await folder.write('wave.csv', csv('timestamp,value', hourly(120, wave)));
    const { out, error } = await forecast([file, '--horizon', '6', '--json'], arimaEngine);
    expect(error).toBe('');
    expect(JSON.parse(out).model).toMatch(/ARIMA/);
  });
});

describe('regressors of the future', () => {
  const withX = (count = 30) =>
    folder.write(
      'x.csv',
      csv(
        'timestamp,value,x',
        hourly(count, (i) => `${i},${i % 3}`),
      ),
    );
  const steps = (texts: readonly (string | number)[], first = 30) =>
    texts.map((text, i) => `${new Date(startMs + (first + i) * hour).toISOString()},${text}`);
  const run = async (future: string, ...more: string[]) => {
    const seen: { forecast?: ForecastOptions } = {};
    const args = [
      '--horizon',
      '3',
      '--exog',
      'x',
      '--future',
      await folder.write('next.csv', future),
      '--json',
      ...more,
    ];
    const said = await forecast([await withX(), ...args], fakeEngine(seen));
    return { ...said, x: [...(seen.forecast?.regressors?.[0]?.values ?? [])] };
  };

  test('are taken by their time, in any order and with rows to spare', async () => {
    const rows = steps([9, 9, 100, 200, 300, 9], 28);
    const { x, out } = await run(csv('timestamp,x', rows.reverse()));
    expect(x).toEqual([100, 200, 300]);
    expect(JSON.parse(out).forecast.map(({ mean }: { mean: number }) => mean)).toEqual([130, 231, 332]);
  });

  test('are taken in order where the file has no timestamps', async () => {
    expect((await run('x\n4\n5\n6\n')).x).toEqual([4, 5, 6]);
  });

  test('may come with values, which are passed over', async () => {
    const rows = steps([4, 5, 6]).map((row) => `${row},77`);
    expect((await run(csv('timestamp,X,value', rows))).x).toEqual([4, 5, 6]);
  });

  test('may be the rows of the file after its last value', async () => {
    const rows = [...hourly(30, (i) => `${i},${i % 3}`), ...steps([',4', ',5', ',6'])];
    const file = await folder.write('both.csv', csv('timestamp,value,x', rows));
    const seen: { forecast?: ForecastOptions } = {};
    const { error } = await forecast(
      [file, '--horizon', '3', '--exog', 'x', '--future', file, '--json'],
      fakeEngine(seen),
    );
    expect(error).toBe('');
    expect([...(seen.forecast?.regressors?.[0]?.values ?? [])]).toEqual([4, 5, 6]);
  });

  test('are of each series by its name in a long file', async () => {
    const rows = [...hourly(9, (i) => `${i},1`, 'a,'), ...hourly(9, (i) => `${i},1`, 'b,')];
    const file = await folder.write('long.csv', csv('series,timestamp,value,x', rows));
    const time = new Date(startMs + 9 * hour).toISOString();
    const future = await folder.write('next.csv', `series,timestamp,x\nb,${time},20\na,${time},10\n`);
    const { out } = await forecast([file, '--horizon', '1', '--exog', 'x', '--future', future, '--csv']);
    expect(out).toMatch(/\na,[^,]+,19,17,21\nb,[^,]+,29,27,31\n$/);
  });

  test.each<[string, string, RegExp]>([
    [
      'a step without one',
      csv('timestamp,x', [...steps([4]), ...steps([6], 32)]),
      /x\.csv: series x: .*next\.csv has no x for 1 of the 3 steps, the first at 2024-05-02T07:00:00Z: give every step from 2024-05-02T06:00:00Z to 2024-05-02T08:00:00Z$/,
    ],
    ['a step with a word', csv('timestamp,x', steps([4, 'hot', 6])), /has no x for 1 of the 3 steps/],
    ['too few rows', 'x\n4\n', /has no x for 2 of the 3 steps, the first at 2024-05-02T07:00:00Z/],
    ['other times', csv('timestamp,x', steps([4, 5, 6], 900)), /has no x for 3 of the 3 steps/],
    [
      'a file without the column',
      csv('timestamp,y', steps([1])),
      /next\.csv has no column x: it has timestamp, y$/,
    ],
    ['a file without names', steps([1, 2, 3]).join('\n'), /next\.csv has no line that names its columns/],
    ['an empty file', '', /next\.csv has no row of data$/],
  ])('refuses %s', async (_, future, message) => {
    const { error, out } = await run(future);
    expect(error).toMatch(/^ConfigError: /);
    expect(error).toMatch(message);
    expect(out).toBe('');
  });

  test('refuses timestamps for a file without any', async () => {
    const file = await folder.write('rows.csv', csv('value,x', ['1,2', '2,3', '4,4']));
    const future = await folder.write('next.csv', csv('timestamp,x', steps([1])));
    const { error } = await forecast([file, '--horizon', '1', '--exog', 'x', '--future', future, '--json']);
    expect(error).toMatch(
      /next\.csv has timestamps, but the series has none: leave them out of both or neither$/,
    );
  });
});

describe('refuses', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'a horizon of none',
      ['--horizon', '0'],
      /^ConfigError: --horizon: got "0": give a whole number from 1 to 100000$/,
    ],
    [
      'a model that is none',
      ['--horizon', '3', '--model', 'best'],
      /^ConfigError: --model: got "best": give auto, seasonal-naive, .*, or a model like/,
    ],
    [
      'a budget without a unit',
      ['--horizon', '3', '--budget', '10'],
      /^ConfigError: --budget: got "10": give a number with ms, s/,
    ],
    [
      'two ways to print',
      ['--horizon', '3', '--json', '--csv'],
      /^ConfigError: --json and --csv both print: give one$/,
    ],
    [
      'a drawing among JSON',
      ['--horizon', '3', '--json', '--plot'],
      /^ConfigError: --plot draws where --json or --csv prints: give it a file/,
    ],
    [
      'a picture that is no SVG',
      ['--horizon', '3', '--plot', 'out.png'],
      /^ConfigError: --plot: got "out.png": give a file that ends in .svg/,
    ],
    [
      'regressors without their future',
      ['--horizon', '3', '--exog', 'x'],
      /^ConfigError: --exog needs the regressors of the horizon: give --future FILE.csv$/,
    ],
    [
      'a future without regressors',
      ['--horizon', '3', '--future', 'x.csv'],
      /^ConfigError: --future has regressors: name its columns with --exog$/,
    ],
    [
      'regressors and transforms of seasonal naive, both at once',
      ['--horizon', '3', '--model', 'seasonal-naive', '--exog', 'x', '--transform', 'log'],
      /^ConfigError: --exog: seasonal-naive takes no regressors: .*\n--transform: seasonal-naive takes none: /,
    ],
  ])('%s', async (_, args, message) => {
    const { error, out } = await forecast([await load(), ...args]);
    expect(error).toMatch(message);
    expect(out).toBe('');
  });

  test('too few values for seasonal naive, naming file and series', async () => {
    const { error } = await forecast([
      await load(5),
      '--horizon',
      '3',
      '--model',
      'seasonal-naive',
      '--json',
    ]);
    expect(error).toMatch(
      /^ConfigError: .*load\.csv: series load: has 5 values: seasonal-naive needs at least 24$/,
    );
  });

  test('a picture of several series, before any is fitted', async () => {
    const rows = [...hourly(9, (i) => i, 'a,'), ...hourly(9, (i) => i, 'b,')];
    const file = await folder.write('long.csv', csv('series,timestamp,value', rows));
    const seen: { auto?: AutoOptions } = {};
    const { error } = await forecast([file, '--horizon', '1', '--plot', 'out.svg'], fakeEngine(seen));
    expect(error).toMatch(
      /--plot out\.svg draws one series, and .*long\.csv has 2: choose with --series, as in --series a$/,
    );
    expect(seen.auto).toBeUndefined();
  });

  test('a picture that cannot be written, and says why', async () => {
    const writeFile = () => Promise.reject(new Error('EISDIR: it is a folder'));
    const { error } = await forecast([await load(), '--horizon', '1', '--plot', 'taken.svg'], fakeEngine(), {
      writeFile,
    });
    expect(error).toBe('ConfigError: --plot: taken.svg cannot be written (EISDIR: it is a folder)');
  });
});
