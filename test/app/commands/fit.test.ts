import { type ArimaEngine, arimaEngine } from '../../../app/commands/arima-engine.ts';
import { addFitCommand } from '../../../app/commands/fit.ts';
import type { ArimaModel } from '../../../lib/domain/forecast/arima/result.ts';
import type { ArimaOptions, ArimaSpec } from '../../../lib/domain/forecast/arima/spec.ts';
// Values that Stata 12 printed: see the README beside them.
import stata from '../../fixtures/sarimax/stata-models.json' with { type: 'json' };
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();

const runFit = (args: readonly string[], engine: ArimaEngine = arimaEngine) =>
  runCommand((program, io) => addFitCommand(program, engine, io), ['fit', ...args]);

const quarters = (...columns: readonly (readonly number[])[]) =>
  (columns[0] ?? []).map((_, i) =>
    [`${1959 + (i >> 2)}Q${(i % 4) + 1}`, ...columns.map((c) => c[i])].join(','),
  );
const airline = () => folder.write('air.csv', `passengers\n${stata.air2_data.join('\n')}\n`);
const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

test('the airline model of a file of values has the likelihood that Stata prints, as one line of JSON', async () => {
  const args = ['--order', '0,1,1', '--seasonal', '0,1,1,12', '--transform', 'log', '--json'];
  const { out, err, error } = await runFit([await airline(), ...args]);
  expect([err, error]).toEqual(['', '']);
  expect(out).toMatch(/^\{.*\}\n$/);
  const line = JSON.parse(out);
  expect(line).toMatchObject({
    series: 'air',
    model: 'SARIMA(0,1,1)(0,1,1)12',
    observations: 131,
    converged: true,
    ms: 5,
  });
  expect(line.logLikelihood).toBeCloseTo(stata.air2_stationary.loglike, 4);
  expect(line.aic).toBeCloseTo(stata.air2_stationary.aic, 3);
  expect(line.bic).toBeCloseTo(stata.air2_stationary.bic, 3);
  expect(Object.keys(line.params)).toEqual(['ma.L1', 'ma.S.L12', 'sigma2']);
  expect(line.params['ma.L1'].value).toBeCloseTo(-0.4018324, 4);
  expect(line.params['ma.L1'].se).toBeCloseTo(0.0896442, 4);
  expect(line.params['ma.S.L12'].se).toBeCloseTo(0.0731055, 4);
  expect(line.sigma2).toBe(line.params.sigma2.value);
  for (const name of ['aicc', 'hqic', 'iterations', 'evaluations'])
    expect(line[name]).toEqual(expect.any(Number));
});

test('at given parameters it evaluates, with a regressor by name and a constant', async () => {
  const { consump, m2 } = stata.friedman2_data;
  const file = await folder.write('friedman.csv', csv('timestamp,consump,m2', quarters(consump, m2)));
  const at = '-36.09872,1.122029,0.9348486,0.3090592,93.2249725';
  const { out, error } = await runFit([
    file,
    '--order',
    '1,0,1',
    '--trend',
    'c',
    '--exog',
    'm2',
    '--at',
    at,
    '--json',
  ]);
  expect(error).toBe('');
  const line = JSON.parse(out);
  expect(line.logLikelihood).toBeCloseTo(stata.friedman2_mle.loglike, 4);
  expect(line).toMatchObject({ model: 'ARIMAX(1,0,1)+c', iterations: 0 });
  expect(Object.values(line.params).map((one) => (one as { value: number }).value)).toEqual(
    at.split(',').map(Number),
  );
});

test('options of the model reach the engine', async () => {
  const seen: { spec?: ArimaSpec; options?: ArimaOptions; length?: number } = {};
  const engine: ArimaEngine = {
    ...arimaEngine,
    fit: (y, spec, options) => {
      Object.assign(seen, { spec, options, length: y.length });
      return arimaEngine.fit(y, { order: [0, 1, 0] });
    },
  };
  const file = await folder.write('walk.csv', csv('value,x', ['1,2', '3,4', '2,1', '5,7', '4,4', '6,1']));
  const args = [
    '--order',
    '[1,4],1,2',
    '--seasonal',
    '1,0,[2],7',
    '--trend',
    '1,0,1',
    '--transform',
    'boxcox:0.5',
  ];
  const { error } = await runFit(
    [file, ...args, '--method', 'css', '--start', 'diffuse:1e6', '--exog', 'x'],
    engine,
  );
  expect(error).toBe('');
  expect(seen).toMatchObject({
    length: 6,
    spec: { order: [[1, 4], 1, 2], seasonal: [1, 0, [2], 7], trend: [1, 0, 1] },
    options: { transform: { boxCox: 0.5 }, method: 'css', start: { diffuse: 1e6 } },
  });
  expect(seen.options?.regressors?.map(({ name, values }) => [name, ...values])).toEqual([
    ['x', 2, 4, 1, 7, 4, 1],
  ]);
});

test('a standard error that is no number is null in JSON', async () => {
  const engine: ArimaEngine = {
    ...arimaEngine,
    fit: (y, spec) => {
      const model: ArimaModel = arimaEngine.fit(y, spec);
      return { ...model, standardErrors: () => new Float64Array(9).fill(Number.NaN) };
    },
  };
  const { out } = await runFit([await airline(), '--order', '0,1,1', '--json'], engine);
  expect(JSON.parse(out).params['ma.L1'].se).toBeNull();
});

test('without --json it prints the summary of the only series', async () => {
  const { out } = await runFit([
    await airline(),
    '--order',
    '0,1,1',
    '--seasonal',
    '0,1,1,12',
    '--transform',
    'log',
  ]);
  expect(out).toMatch(/^air\nSARIMA\(0,1,1\)\(0,1,1\)12/);
  expect(out).toContain('ma.S.L12');
});

describe('a file of several series', () => {
  const wave = (name: string, scale: number) =>
    Array.from(
      { length: 40 },
      (_, i) => `${name},${1_700_000_000 + 60 * i},${scale * (10 + Math.sin(i * i))}`,
    );
  const file = (text = csv('series,timestamp,value', [...wave('a', 1), ...wave('b', 100)])) =>
    folder.write('many.csv', text);

  test('gives a line of JSON each, in the order of the file', async () => {
    const { out } = await runFit([await file(), '--order', '1,0,0', '--trend', 'c', '--json']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ series }) => series)).toEqual(['a', 'b']);
    expect(lines[1].params.const.value / lines[0].params.const.value).toBeCloseTo(100, 3);
  });

  test('gives a table of words', async () => {
    const { out } = await runFit([await file(), '--order', '1,0,0', '--trend', 'c']);
    const [header, first, second, ...rest] = out.split('\n');
    expect(header).toMatch(/^series +model +observations +log-likelihood +AICc +sigma2 +converged$/);
    expect(first).toMatch(/^a +ARIMA\(1,0,0\)\+c +40 /);
    expect(second).toMatch(/^b .* yes$/);
    expect(rest).toEqual(['']);
  });

  test('one is chosen with --series', async () => {
    const { out } = await runFit([await file(), '--order', '1,0,0', '--series', 'b', '--json']);
    expect(JSON.parse(out).series).toBe('b');
  });

  test('one that cannot be fitted is named at the end, and the others are fitted', async () => {
    const text = csv('series,timestamp,value', ['short,1700000000,1', 'short,1700000060,2', ...wave('a', 1)]);
    const { out, error } = await runFit([await file(text), '--order', '2,1,1', '--json']);
    expect(JSON.parse(out).series).toBe('a');
    expect(error).toMatch(/^ConfigError: .*many\.csv: series short: got 2 values: the model needs/);
  });

  test('tells how far it is where somebody watches', async () => {
    const words: string[] = [];
    const progress = () => ({ update: (_: number, text: string) => void words.push(text), end: () => {} });
    const path = await file();
    await runCommand(
      (program, io) => addFitCommand(program, arimaEngine, io),
      ['fit', path, '--order', '1,0,0'],
      {
        progress,
      },
    );
    expect(words).toEqual(['series 1 of 2: a', 'series 2 of 2: b', '2 series']);
  });
});

test('rows that cannot be used are told on stderr, and the fit goes on', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `2024-05-${String(i + 1).padStart(2, '0')},${i === 7 ? 'x' : i % 5}`,
  );
  const { out, err, error } = await runFit([
    await folder.write('gap.csv', csv('timestamp,value', rows)),
    '--order',
    '1,0,0',
    '--json',
  ]);
  expect(error).toBe('');
  expect(err).toMatch(/^not_a_number \(1\): line 9 of .*gap\.csv has a value that is not a number/);
  expect(JSON.parse(out).observations).toBe(29);
});

describe('refuses', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['an order that is none', ['--order', '1,1'], /^ConfigError: --order: got "1,1": give p,d,q like 1,1,1/],
    [
      'parameters that are no numbers',
      ['--order', '1,0,0', '--at', '0.5,x'],
      /^ConfigError: --at: got "0.5,x": give numbers/,
    ],
    [
      'parameters of another number',
      ['--order', '1,0,0', '--at', '0.5,1,1,1'],
      /^ConfigError: .*air\.csv: series air: /,
    ],
    [
      'an order beyond the series',
      ['--order', '1,0,0', '--seasonal', '0,1,1,300'],
      /^ConfigError: .*air\.csv: series air: got 144 values/,
    ],
    [
      'a regressor that is not there',
      ['--order', '1,0,0', '--exog', 'x'],
      /^ConfigError: .*air\.csv has no column x: it has passengers$/,
    ],
  ])('%s', async (_, args, message) => {
    const { error, out } = await runFit([await airline(), ...args]);
    expect(error).toMatch(message);
    expect(error.split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });

  test('a regressor that is missing at a step, and says where', async () => {
    const rows = ['2024-05-01,1,5', '2024-05-02,2,6', '2024-05-04,4,8', '2024-05-05,3,8'];
    const file = await folder.write('holes.csv', csv('timestamp,value,x', rows));
    const { error } = await runFit([file, '--order', '0,0,0', '--exog', 'x']);
    expect(error).toMatch(
      /series holes: x is missing at 1 of 5 steps, first at 2024-05-03T00:00:00Z: give every step a row with it/,
    );
  });

  test('a fault of ours is not taken for one of the user', async () => {
    const broken = () => {
      throw new TypeError('boom');
    };
    const { error } = await runFit([await airline(), '--order', '1,0,0'], { ...arimaEngine, fit: broken });
    expect(error).toBe('TypeError: boom');
  });
});
