import { ArimaError, type ArimaFault } from '../../../../lib/domain/forecast/arima/error.ts';
import { evaluateArima, fitArima, restoreArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaOptions, ArimaSpec, Lags } from '../../../../lib/domain/forecast/arima/spec.ts';
import { normals, seededUniform } from './seeded-random.ts';

const normal = normals(seededUniform(42));
const y = Float64Array.from({ length: 80 }, (_, t) => 50 + 10 * Math.sin(t / 2) + normal());
const arma: ArimaSpec = { order: [1, 0, 1], trend: 'c' };
const line = Float64Array.from(y, (_, t) => t);
const wave = Float64Array.from(y, (_, t) => Math.cos(t));

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectRefusal(run: () => unknown, faults: ArimaFault | readonly ArimaFault[], says: RegExp): void {
  const error = thrownBy(run);
  if (!(error instanceof ArimaError)) throw new Error(`expected an ArimaError, got ${String(error)}`);
  expect([faults].flat()).toContain(error.fault);
  expect(error.message).toMatch(says);
  // One line, lower case, as the style asks.
  expect(error.message).not.toMatch(/\n|\[object/);
  expect(error.message).toMatch(/^[^A-Z]/);
}

const order = (p: Lags, d: number, q: Lags): ArimaSpec => ({ order: [p, d, q] });
const seasonal = (P: Lags, D: number, Q: Lags, period: number): ArimaSpec => ({
  order: [1, 0, 0],
  seasonal: [P, D, Q, period],
});
const regressors = (values: Float64Array, name = 'campaign'): ArimaOptions => ({
  regressors: [{ name, values }],
});
const replaced = (t: number, value: number) => y.map((other, i) => (i === t ? value : other));

type Refusal = readonly [string, () => unknown, ArimaFault | readonly ArimaFault[], RegExp];

const series: readonly Refusal[] = [
  ['no values', () => fitArima(new Float64Array(0), arma), ['too_short', 'no_values'], /0|no value|empty/],
  ['values too few for the order', () => fitArima(y.subarray(0, 4), arma), 'too_short', /4\b.*\d|\d.*4\b/],
  ['a single value', () => fitArima(y.subarray(0, 1), order(1, 0, 0)), 'too_short', /1\b/],
  [
    'values that differencing uses up',
    () => fitArima(y.subarray(0, 20), { order: [0, 1, 1], seasonal: [0, 1, 1, 24] }),
    'too_short',
    /20|24|25/,
  ],
  ['a season longer than the series', () => fitArima(y, seasonal(1, 1, 1, 100)), 'too_short', /80|10\d/],
  [
    'a series that is all gaps',
    () =>
      fitArima(
        y.map(() => Number.NaN),
        arma,
      ),
    ['no_values', 'too_short'],
    /NaN|gap|missing|no value|none/i,
  ],
  [
    'a series with two values and gaps else',
    () =>
      fitArima(
        y.map((value, t) => (t % 50 === 3 ? value : Number.NaN)),
        arma,
      ),
    ['too_short', 'no_values'],
    /\b2\b/,
  ],
  [
    'an infinite value',
    () => fitArima(replaced(7, Number.POSITIVE_INFINITY), arma),
    'not_finite',
    /7|infinit/i,
  ],
  ['a value of −∞', () => fitArima(replaced(7, Number.NEGATIVE_INFINITY), arma), 'not_finite', /7|infinit/i],
  [
    'a constant series',
    () =>
      fitArima(
        y.map(() => 5),
        arma,
      ),
    'constant',
    /constant|same|equal/,
  ],
  [
    'a series of zeros',
    () =>
      fitArima(
        y.map(() => 0),
        order(1, 0, 1),
      ),
    'constant',
    /constant|same|equal|zero/,
  ],
  [
    'a series that is constant after differencing',
    () => fitArima(line, { order: [0, 1, 1], trend: 'c' }),
    'constant',
    /constant|same|equal|differenc/,
  ],
];

const orders: readonly Refusal[] = [
  ['p of −1', () => fitArima(y, order(-1, 0, 0)), 'bad_order', /-1|−1/],
  ['d of −1', () => fitArima(y, order(0, -1, 0)), 'bad_order', /-1|−1/],
  ['p of 1.5', () => fitArima(y, order(1.5, 0, 0)), 'bad_order', /1\.5/],
  ['q of NaN', () => fitArima(y, order(0, 0, Number.NaN)), 'bad_order', /NaN|whole|integer/],
  ['d of 0.5', () => fitArima(y, order(0, 0.5, 0)), 'bad_order', /0\.5/],
  ['p of a billion', () => fitArima(y, order(1e9, 0, 0)), ['bad_order', 'too_short'], /1000000000|80|lag/],
  ['d of a thousand', () => fitArima(y, order(0, 1000, 0)), ['bad_order', 'too_short'], /1000|80/],
  [
    'an infinite q',
    () => fitArima(y, order(0, 0, Number.POSITIVE_INFINITY)),
    'bad_order',
    /infinit|whole|integer/i,
  ],
  ['a lag of zero', () => fitArima(y, order([0, 1], 0, 0)), 'bad_order', /0/],
  ['a lag named twice', () => fitArima(y, order(0, 0, [1, 1])), 'bad_order', /twice|once|duplicate|1/],
  ['a fractional lag', () => fitArima(y, order([1, 2.5], 0, 0)), 'bad_order', /2\.5/],
  ['a season of one', () => fitArima(y, seasonal(1, 0, 0, 1)), 'bad_order', /period|season/],
  ['a season of zero', () => fitArima(y, seasonal(1, 0, 0, 0)), 'bad_order', /period|season/],
  ['a fractional season', () => fitArima(y, seasonal(0, 1, 1, 12.5)), 'bad_order', /12\.5/],
  ['D of −1', () => fitArima(y, seasonal(0, -1, 1, 12)), 'bad_order', /-1|−1/],
  ['a seasonal lag of zero', () => fitArima(y, seasonal([0], 0, 0, 12)), 'bad_order', /0/],
  [
    'a trend that is none of its words',
    () => fitArima(y, { order: [1, 0, 0], trend: 'x' as 'n' }),
    ['bad_order', 'bad_options'],
    /trend/,
  ],
];

const given: readonly Refusal[] = [
  [
    'a regressor of another length',
    () => fitArima(y, arma, regressors(line.subarray(1))),
    'bad_regressors',
    /campaign.*(79|80)/,
  ],
  [
    'NaN in a regressor',
    () => fitArima(y, arma, regressors(replaced(3, Number.NaN))),
    ['bad_regressors', 'not_finite'],
    /campaign/,
  ],
  [
    '∞ in a regressor',
    () => fitArima(y, arma, regressors(replaced(3, Number.POSITIVE_INFINITY))),
    ['bad_regressors', 'not_finite'],
    /campaign/,
  ],
  [
    'a constant regressor beside the constant',
    () => fitArima(y, arma, regressors(y.map(() => 3))),
    'collinear',
    /campaign/,
  ],
  [
    'a constant regressor of differences',
    () => fitArima(y, order(0, 1, 1), regressors(y.map(() => 3))),
    'collinear',
    /campaign/,
  ],
  [
    'a linear regressor beside a constant of differences',
    () => fitArima(y, { order: [0, 1, 1], trend: 'c' }, regressors(line)),
    'collinear',
    /campaign/,
  ],
  [
    'two regressors of which one is twice the other',
    () =>
      fitArima(y, arma, {
        regressors: [
          { name: 'campaign', values: wave },
          { name: 'double', values: wave.map((x) => 2 * x) },
        ],
      }),
    'collinear',
    /campaign|double/,
  ],
  [
    'two regressors of one name',
    () =>
      fitArima(y, arma, {
        regressors: [
          { name: 'campaign', values: wave },
          { name: 'campaign', values: line },
        ],
      }),
    'bad_regressors',
    /campaign/,
  ],
  [
    'more regressors than values',
    () =>
      fitArima(y.subarray(0, 12), arma, {
        regressors: Array.from({ length: 14 }, (_, i) => ({ name: `x${i}`, values: y.subarray(i, i + 12) })),
      }),
    ['too_short', 'collinear'],
    /12|x\d+/,
  ],
  [
    'the logarithm of a negative value',
    () => fitArima(replaced(5, -2), arma, { transform: 'log' }),
    'bad_transform',
    /-2|−2|negative|positive|log/,
  ],
  [
    'the logarithm of zero',
    () => fitArima(replaced(5, 0), arma, { transform: 'log' }),
    'bad_transform',
    /log1p|0|positive/,
  ],
  ['log1p of −1', () => fitArima(replaced(5, -1), arma, { transform: 'log1p' }), 'bad_transform', /-1|−1/],
  [
    'Box and Cox of a negative value',
    () => fitArima(replaced(5, -2), arma, { transform: { boxCox: 0.5 } }),
    'bad_transform',
    /-2|−2|negative|positive/,
  ],
  [
    'a λ that is no number',
    () => fitArima(y, arma, { transform: { boxCox: Number.NaN } }),
    'bad_transform',
    /NaN|finite|number/,
  ],
  [
    'a start of negative variance',
    () => fitArima(y, arma, { start: { diffuse: -1 } }),
    'bad_options',
    /-1|−1|positive/,
  ],
  [
    'a start of NaN variance',
    () => fitArima(y, arma, { start: { diffuse: Number.NaN } }),
    'bad_options',
    /NaN|positive/,
  ],
  ['too few parameters', () => evaluateArima(y, arma, [1]), 'bad_parameters', /1\b.*[34]|[34].*1\b/],
  [
    'too many parameters',
    () => evaluateArima(y, arma, [1, 0.5, 0.5, 1, 1]),
    'bad_parameters',
    /5\b.*[34]|[34].*5\b/,
  ],
  [
    'a parameter that is NaN',
    () => evaluateArima(y, arma, [1, Number.NaN, 0.5, 1]),
    'bad_parameters',
    /NaN|ar\.L1|finite/,
  ],
  ['a variance of zero', () => evaluateArima(y, arma, [1, 0.5, 0.5, 0]), 'bad_parameters', /sigma2/],
  ['a negative variance', () => evaluateArima(y, arma, [1, 0.5, 0.5, -1]), 'bad_parameters', /sigma2/],
  [
    'an autoregression with a unit root',
    () => evaluateArima(y, arma, [1, 1, 0.5, 1]),
    'not_stationary',
    /stationary|root/,
  ],
  [
    'an autoregression that explodes',
    () => evaluateArima(y, arma, [1, -1.2, 0.5, 1]),
    'not_stationary',
    /stationary|root/,
  ],
  [
    'a seasonal one that explodes',
    () => evaluateArima(y, seasonal(1, 0, 0, 4), [0.5, 1.01, 1]),
    'not_stationary',
    /stationary|root/,
  ],
];

const model = fitArima(y, arma, regressors(wave));
const future = (values: Float64Array, name = 'campaign') => ({ regressors: [{ name, values }] });
const three = Float64Array.of(1, 2, 3);

const asked: readonly Refusal[] = [
  ['no future regressors', () => model.forecast(3), 'bad_regressors', /campaign/],
  [
    'future regressors of another name',
    () => model.forecast(3, future(three, 'else')),
    'bad_regressors',
    /campaign/,
  ],
  [
    'future regressors shorter than the horizon',
    () => model.forecast(4, future(three)),
    'bad_regressors',
    /campaign.*[34]/,
  ],
  [
    'NaN among the future regressors',
    () => model.forecast(3, future(Float64Array.of(1, Number.NaN, 2))),
    ['bad_regressors', 'not_finite'],
    /campaign/,
  ],
  ['a horizon of 0', () => model.forecast(0, future(three)), 'bad_options', /horizon.*0/],
  ['a horizon of −1', () => model.forecast(-1, future(three)), 'bad_options', /horizon/],
  ['a horizon of 1.5', () => model.forecast(1.5, future(three)), 'bad_options', /horizon.*1\.5/],
  ['a horizon of NaN', () => model.forecast(Number.NaN, future(three)), 'bad_options', /horizon/],
  ['a level of 0', () => model.forecast(3, { ...future(three), level: 0 }), 'bad_options', /level/],
  [
    'a level of 95',
    () => model.forecast(3, { ...future(three), level: 95 }),
    'bad_options',
    /level.*95|95.*level/,
  ],
  [
    'a level of NaN',
    () => model.forecast(3, { ...future(three), level: Number.NaN }),
    'bad_options',
    /level/,
  ],
  ['minus one path', () => model.simulate(3, -1, seededUniform(1), future(three)), 'bad_options', /path/],
  ['paths without regressors', () => model.simulate(3, 2, seededUniform(1)), 'bad_regressors', /campaign/],
  [
    'a dynamic start beyond the series',
    () => model.predict({ dynamicFrom: 81 }),
    'bad_options',
    /81|dynamicFrom/,
  ],
  ['a dynamic start at −1', () => model.predict({ dynamicFrom: -1 }), 'bad_options', /-1|−1|dynamicFrom/],
  ['an update by ∞', () => model.update(Number.POSITIVE_INFINITY, [1]), 'not_finite', /infinit/i],
  ['an update without its regressor', () => model.update(50), 'bad_regressors', /campaign|1/],
  [
    'an update with a regressor of NaN',
    () => model.update(50, [Number.NaN]),
    ['bad_regressors', 'not_finite'],
    /campaign|NaN/,
  ],
];

describe.each<[string, readonly Refusal[]]>([
  ['of series', series],
  ['of orders', orders],
  ['of regressors, transforms, starts and parameters', given],
  ['of what a fitted model is asked', asked],
])('refusals %s name what is wrong', (_, refusals) => {
  test.each(refusals)('refuses %s', (_, run, faults, says) => {
    expectRefusal(run, faults, says);
  });
});

test('refuses a negative value in an update of a model of logarithms, and goes on as before', () => {
  const logs = fitArima(y, arma, { transform: 'log' });
  const before = logs.forecast(3);
  expectRefusal(() => logs.update(-1), 'bad_transform', /-1|−1|negative|positive/);
  expect(logs.forecast(3)).toEqual(before);
});

test('a refused update leaves the model as it was', () => {
  const fitted = fitArima(y, arma);
  const before = fitted.state();
  expect(thrownBy(() => fitted.update(Number.NEGATIVE_INFINITY))).toBeInstanceOf(ArimaError);
  expect(fitted.state()).toEqual(before);
});

test.each<[string, unknown]>([
  ['null', null],
  ['a word', 'arima'],
  ['an empty object', {}],
  ['an empty list', []],
  ['a state without its numbers', { ...(fitArima(y, arma).state() as object), parameters: null }],
])('refuses to restore %s', (_, state) => {
  const error = thrownBy(() => restoreArima(state as null));
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(TypeError);
});
