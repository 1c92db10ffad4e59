import {
  parseMethod,
  parseOrder,
  parseSeasonal,
  parseStart,
  parseTransform,
  parseTrend,
} from '../../../app/commands/arima-options.ts';
import { parseModel } from '../../../app/commands/model-text.ts';
import {
  optionValue,
  parseLevel,
  parseNames,
  parseNumbers,
  parsePeriods,
} from '../../../app/commands/option-values.ts';
import { nameOf } from '../../../lib/domain/forecast/arima/terms.ts';
import { ConfigError } from '../../../lib/ports/errors.ts';

type Parse = (text: string) => unknown;

test.each<[string, Parse, string, unknown]>([
  ['order', parseOrder, '1,1,1', [1, 1, 1]],
  ['order', parseOrder, '(2, 0, 12)', [2, 0, 12]],
  ['order', parseOrder, '[1,4],1,[1,4]', [[1, 4], 1, [1, 4]]],
  ['order', parseOrder, '[4, 1, 4],0,[]', [[1, 4], 0, 0]],
  ['order', parseOrder, '[3],0,1', [[3], 0, 1]],
  ['season', parseSeasonal, '0,1,1,12', [0, 1, 1, 12]],
  ['season', parseSeasonal, '[1,3],0,[2],24', [[1, 3], 0, [2], 24]],
  ['trend', parseTrend, 'CT', 'ct'],
  ['trend', parseTrend, '1,0,0,1', [1, 0, 0, 1]],
  ['trend', parseTrend, '[0,1]', [0, 1]],
  ['trend', parseTrend, '1001', [1, 0, 0, 1]],
  ['transform', parseTransform, 'log1p', 'log1p'],
  ['transform', parseTransform, 'boxcox:-0.5', { boxCox: -0.5 }],
  ['method', parseMethod, 'css', 'css'],
  ['start', parseStart, 'stationary', 'stationary'],
  ['start', parseStart, 'diffuse:1e9', { diffuse: 1e9 }],
  ['names', parseNames, ' a, b c ', ['a', 'b c']],
  ['numbers', parseNumbers, '-0.4, 1e-3,2', [-0.4, 0.001, 2]],
  ['periods', parsePeriods, '168, 24,24', [24, 168]],
  ['level', parseLevel, '99.5', 99.5],
])('a %s is read: %#', (_, parse, text, value) => {
  expect(parse(text)).toEqual(value);
});

test.each<[string, Parse, readonly string[], RegExp]>([
  [
    'order',
    parseOrder,
    [
      '',
      '1',
      '1,1',
      '1,1,1,1',
      '1;4,0,1',
      '-1,0,0',
      '1.5,0,0',
      '1,[1],1',
      '[0,4],1,1',
      '[1,4,1,1',
      '[[1]],0,0',
      'a,b,c',
      '1,,1',
    ],
    /give p,d,q like 1,1,1, or lists of lags in brackets like \[1,4\],1,\[1,4\]$/,
  ],
  [
    'season',
    parseSeasonal,
    ['0,1,1', '0,1,1,12,3', '0,1,1,[12]', '0,[1],1,12', 'x'],
    /give P,D,Q,m like 0,1,1,12/,
  ],
  ['season', parseSeasonal, ['0,1,1,1', '0,1,1,0'], /give a season of at least 2 steps/],
  ['trend', parseTrend, ['', 'x', '2,1', '1,,1', 'tc', '[]'], /give n, c, t, ct, or which powers of time/],
  [
    'transform',
    parseTransform,
    ['', 'ln', 'boxcox', 'boxcox:', 'boxcox:x', 'boxcox:Infinity'],
    /give none, log, log1p or boxcox:LAMBDA/,
  ],
  ['method', parseMethod, ['ml', ''], /give exact or css$/],
  ['start', parseStart, ['diffuse', 'diffuse:0', 'diffuse:-1', 'x'], /give stationary or diffuse:VARIANCE/],
  ['names', parseNames, ['', 'a,,b', 'a,a'], /give names of columns/],
  ['numbers', parseNumbers, ['', '1,,2', '1,x', 'Infinity', 'NaN'], /give numbers separated by commas/],
  ['periods', parsePeriods, ['', '1', '24,x', '2.5', '-24', '1e3'], /give whole numbers of steps from 2 up/],
  [
    'level',
    parseLevel,
    ['', '0', '100', '0.95', 'x', '-5'],
    /give a percentage from 1 to below 100, like 95$/,
  ],
  [
    'model',
    parseModel,
    [
      '',
      'best',
      'sarimax',
      'sarimax(1,1)',
      'sarimax(1,1,1)(0,1,1)',
      'arima(1,1,1)+x',
      'arima(1,1,1',
      '1,1,1',
    ],
    /^got ".*": give /,
  ],
])('refuses what is no %s: %#', (_, parse, texts, message) => {
  for (const text of texts) expect(() => parse(text)).toThrow(message);
});

test.each([
  ['sarimax(1,1,1)(0,1,1)24', { order: [1, 1, 1], seasonal: [0, 1, 1, 24] }],
  ['ARIMA(2,1,2)', { order: [2, 1, 2] }],
  ['(0,1,1)(0,1,1)[12]', { order: [0, 1, 1], seasonal: [0, 1, 1, 12] }],
  ['sarimax(1,0,0)(1,0,0,7)', { order: [1, 0, 0], seasonal: [1, 0, 0, 7] }],
  ['arimax([1,4],0,1)+c', { order: [[1, 4], 0, 1], trend: 'c' }],
  [
    'sarima(1,0,0)(0,1,[1,3])4 + [1,0,1]',
    { order: [1, 0, 0], seasonal: [0, 1, [1, 3], 4], trend: [1, 0, 1] },
  ],
])('the model %s is read', (text, spec) => {
  expect(parseModel(text)).toEqual({ kind: 'arima', spec });
});

test('the automatic choice and other forecasters have names', () => {
  expect(parseModel('auto')).toEqual({ kind: 'auto' });
  expect(parseModel('arima')).toEqual({ kind: 'auto' });
  expect(parseModel('seasonal-naive')).toEqual({ kind: 'forecaster', id: 'seasonal-naive' });
});

test('a model is read from the name that a fit prints', () => {
  const specs = [
    { order: [1, 1, 1] as const, seasonal: [0, 1, 1, 24] as const },
    { order: [[1, 4], 0, [2]] as const, trend: [1, 0, 0, 1] as const },
    { order: [0, 1, 2] as const, seasonal: [[1, 2, 5], 0, 0, 7] as const, trend: 'ct' as const },
  ];
  for (const spec of specs) expect(parseModel(nameOf(spec, false))).toEqual({ kind: 'arima', spec });
});

test('a refusal of an option names it and is for the user to mend', () => {
  const parse = optionValue('--level', parseLevel);
  expect(parse('95')).toBe(95);
  expect(() => parse('0.95')).toThrow(ConfigError);
  expect(() => parse('0.95')).toThrow('--level: got "0.95": give a percentage from 1 to below 100, like 95');
});
