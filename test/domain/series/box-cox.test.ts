import {
  inverseMean,
  inverseSd,
  inverseValue,
  logJacobian,
  transformValues,
  type ValueTransform,
} from '../../../lib/domain/series/box-cox.ts';
import { guerreroLambda, profileLambda } from '../../../lib/domain/series/box-cox-lambda.ts';
import { createNoise, expectClose, faultOf, published } from './fixture.ts';

const transforms: ValueTransform[] = [
  'none',
  'log',
  'log1p',
  ...[0, 0.3, 1, -0.5, 2, 1e-9].map((boxCox) => ({ boxCox })),
];

test('Box-Cox of the airline passengers with λ 0.3 (scipy 1.17.1 stats.boxcox(y, 0.3))', () => {
  const x = transformValues(published.airPassengers, { boxCox: 0.3 });
  expectClose(x[0]!, 10.3958325386871, 1e-13);
  expectClose(x[143]!, 17.25038684596188, 1e-13);
});

test.each(transforms.map((transform) => [JSON.stringify(transform), transform] as const))(
  '%s and its inverse give the values back, gaps as gaps',
  (_, transform) => {
    const y = Float64Array.of(0.01, 0.5, 1, Number.NaN, 7, 1e6);
    const x = transformValues(y, transform);
    for (let i = 0; i < y.length; i++) {
      if (Number.isNaN(y[i]!)) expect(x[i]).toBeNaN();
      else if (!(typeof transform === 'object' && transform.boxCox < 0 && y[i]! > 1e5))
        expectClose(inverseValue(x[i]!, transform) / y[i]!, 1, 1e-9);
    }
  },
);

test('the mean of a Box-Cox forecast (forecast 8.20 InvBoxCox(c(5, 6), .3, biasadj = TRUE, fvar = c(.5, .8)))', () => {
  expectClose(inverseValue(5, { boxCox: 0.3 }), 21.2063876296477, 1e-13);
  expectClose(inverseMean(5, 0.5, { boxCox: 0.3 }), 21.8001664832778, 1e-13);
  expectClose(inverseMean(6, 0.8, { boxCox: 0.3 }), 32.0454767944455, 1e-13);
});

test('mean and standard deviation agree with those of values drawn', () => {
  const next = createNoise(5);
  const draws = new Float64Array(60_000).map(() => Array.from({ length: 12 }, next).reduce((a, b) => a + b));
  for (const transform of transforms.filter((t) => !(typeof t === 'object' && t.boxCox < 0))) {
    const y = draws.map((z) => inverseValue(3 + 0.2 * z, transform));
    const mean = y.reduce((a, b) => a + b) / y.length;
    const sd = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
    expectClose(inverseMean(3, 0.04, transform) / mean, 1, 0.003);
    expectClose(inverseSd(3, 0.04, transform) / sd, 1, 0.04);
  }
});

test('the Jacobian is the sum of logarithms of the slopes', () => {
  const y = Float64Array.of(2, 3, Number.NaN, 5);
  for (const transform of transforms) {
    const slope = (value: number) => {
      const [a = 0, b = 0] = transformValues(Float64Array.of(value - 1e-5, value + 1e-5), transform);
      return (b - a) / 2e-5;
    };
    const wanted = [2, 3, 5].reduce((sum, value) => sum + Math.log(slope(value)), 0);
    expectClose(logJacobian(y, transform), wanted, 1e-5);
  }
});

test("λ by Guerrero (forecast 8.20 BoxCox.lambda(y, 'guerrero', -1, 2))", () => {
  // R's search stops at a tolerance of 1e-4.
  expectClose(guerreroLambda(published.airPassengers, 12), -0.294715585559316, 1e-4);
  expectClose(guerreroLambda(published.nile), 0.998889361992502, 1e-4);
});

test("λ by profile likelihood (scipy 1.17.1 stats.boxcox_normmax(y, method='mle'))", () => {
  expectClose(profileLambda(published.airPassengers), 0.1480226147781436, 1e-6);
  expectClose(profileLambda(published.nile), 0.3702523087466751, 1e-6);
});

test('values below the range of Box-Cox are 0, above it infinite', () => {
  expect(inverseValue(-10, { boxCox: 0.5 })).toBe(0);
  expect(inverseValue(10, { boxCox: -0.5 })).toBe(Number.POSITIVE_INFINITY);
  expect(inverseMean(-10, 1, { boxCox: 0.5 })).toBe(0);
});

test.each([
  ['log of 0', 'log' as const, 0],
  ['log1p of -1', 'log1p' as const, -1],
  ['Box-Cox of -1', { boxCox: 2 }, -1],
  ['Box-Cox with λ below 0 of 0', { boxCox: -1 }, 0],
])('refuses %s and says which value it was', (_, transform, value) => {
  const y = Float64Array.of(1, value);
  expect(faultOf(() => transformValues(y, transform))).toBe('out_of_domain');
  expect(() => transformValues(y, transform)).toThrow(`got the value ${value} at index 1`);
});

test.each([
  ['a value of 0', Float64Array.of(1, 0, 2, 3), 'out_of_domain'],
  ['a constant series', new Float64Array(9).fill(4), 'constant'],
  ['gaps alone', new Float64Array(9).fill(Number.NaN), 'no_values'],
])('refuses to choose λ for %s', (_, y, fault) => {
  expect(faultOf(() => guerreroLambda(y))).toBe(fault);
  expect(faultOf(() => profileLambda(y))).toBe(fault);
});

test('refuses to choose λ by Guerrero below two seasons', () => {
  expect(faultOf(() => guerreroLambda(published.nile.slice(0, 20), 12))).toBe('too_short');
});
