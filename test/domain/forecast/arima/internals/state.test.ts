import { evaluateArima, restoreArima } from '../../../../../lib/domain/forecast/arima/index.ts';
import type { Json } from '../../../../../lib/domain/forecast/forecaster.ts';
import { packDoubles } from '../../../../../lib/domain/numerics/packed-doubles.ts';
import { seededUniform } from '../seeded-random.ts';
import { simulatedSeries } from '../simulated-series.ts';

const spec = { order: [1, 1, 1], seasonal: [0, 1, 1, 4], trend: 'c' } as const;
const parameters = [0.1, 2, 0.5, -0.3, -0.6, 1.5];
const y = simulatedSeries(seededUniform(3), 60, spec, [0.1, 0.5, -0.3, -0.6, 1.5]).map((value, t) =>
  t === 57 ? Number.NaN : value,
);
const regressors = [{ name: 'x', values: y.map((_, t) => Math.sin(t)) }];
const good = evaluateArima(y, spec, parameters, { regressors }).state() as Record<string, Json>;

const without = (field: string) =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));

test('a state that is whole is taken', () => {
  expect(restoreArima(structuredClone(good)).state()).toEqual(good);
});

test.each([
  ['nothing', null],
  ['a number', 7],
  ['a text', 'arima'],
  ['a list', []],
  ['a state of another kind', { ...good, kind: 'seasonal-naive' }],
  ['a later version', { ...good, version: 2 }],
  ['no version', without('version')],
])('refuses %s, and says which version it knows', (_, state) => {
  expect(() => restoreArima(state as Json)).toThrow(RangeError);
  expect(() => restoreArima(state as Json)).toThrow(/ARIMA model of version 1/);
});

test.each(Object.keys(good).filter((field) => !['kind', 'version'].includes(field)))(
  'refuses a state without its %s, by name',
  (field) => {
    expect(() => restoreArima(without(field))).toThrow(RangeError);
    expect(() => restoreArima(without(field))).toThrow(new RegExp(`${field}.*give what state\\(\\) made`));
  },
);

const { mean, names } = good as { mean: string; names: readonly string[] };

test.each<[string, Record<string, Json>]>([
  ['a mean that is cut short', { mean: mean.slice(0, -12) }],
  ['a mean of another length', { mean: packDoubles([1, 2, 3]) }],
  ['a mean that is no text', { mean: [1, 2, 3] }],
  ['parameters that are no base64', { parameters: '!!!' }],
  ['fewer parameters than names', { parameters: packDoubles([1]) }],
  ['more names than parameters', { names: [...names, 'ar.L2'] }],
  ['a specification with more terms', { spec: { order: [2, 1, 1], seasonal: [0, 1, 1, 4], trend: 'c' } }],
  ['a specification with another season', { spec: { order: [1, 1, 1], seasonal: [0, 1, 1, 5], trend: 'c' } }],
  ['another number of regressors', { regressors: ['x', 'z'] }],
  ['no regressor', { regressors: [] }],
  ['columns that are cut short', { columns: packDoubles([1]) }],
  ['columns that are no base64', { columns: 'AAA=' }],
  ['a column that begins after the state', { starts: [900, 0] }],
  ['a column that ends after the state', { ends: [900, 3] }],
  ['fewer ends than starts', { ends: [] }],
  ['starts that are no list', { starts: 3 }],
  ['names that are no list', { names: 3 }],
  ['regressors that are no list', { regressors: 'x' }],
  ['no specification at all', { spec: null }],
  ['a specification without an order', { spec: {} }],
  ['a time that is no number', { time: 'now' }],
  ['no time', { time: null }],
  ['a turn that is no number', { turns: null }],
  ['an unknown transform', { transform: 'sqrt' }],
  ['no variance', { sigma2: '' }],
  ['a variance below zero', { sigma2: packDoubles([-1]) }],
  ['a parameter that is no number', { parameters: packDoubles([Number.NaN, 2, 0.5, -0.3, -0.6, 1.5]) }],
  ['a mean with no number in it', { mean: packDoubles(new Array<number>(11).fill(Number.NaN)) }],
  ['an unsettled part that is no text', { unsettled: 4 }],
])('refuses a damaged state: %s', (_, damage) => {
  expect(() => restoreArima({ ...good, ...damage })).toThrow(RangeError);
});
