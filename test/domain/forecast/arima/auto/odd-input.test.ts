// Goes to test/domain/forecast/arima/auto/refusals.test.ts once lib is mended; every test here fails today.

import { familiesFor } from '../../../../../lib/domain/forecast/arima/auto/families.ts';
import { holdOutFor } from '../../../../../lib/domain/forecast/arima/auto/hold-out.ts';
import {
  ArimaError,
  autoArima,
  evaluateArima,
  restoreAutoArima,
} from '../../../../../lib/domain/forecast/arima/index.ts';
import { normals, seededUniform } from '../seeded-random.ts';

const normal = normals(seededUniform(1));
const y = Float64Array.from(
  { length: 600 },
  (_, t) => 100 + 30 * Math.sin((2 * Math.PI * t) / 24.5) + normal(),
);

test('a short season that is not a whole number of steps is followed by waves', () => {
  expect(familiesFor([24.5], 600)).toEqual([{ period: 1, waves: [24.5], movingOnly: false }]);
  expect(autoArima(y, { periods: [24.5] }).tried).toBeGreaterThan(0);
});

test('the hold-out of such a season has whole steps, and a finite error', () => {
  const { horizon, length } = holdOutFor(600, [24.5, 168]);
  expect([horizon, length].every(Number.isInteger)).toBe(true);
  const { compared } = autoArima(y, { periods: [24.5, 168] });
  expect(compared.every(({ error }) => Number.isFinite(error))).toBe(true);
});

test('gaps at the end do not leave the comparison without values', () => {
  const gappy = y.map((value, t) => (t > 500 ? Number.NaN : value));
  const { compared } = autoArima(gappy, { periods: [24, 168] });
  expect(compared.every(({ error }) => Number.isFinite(error))).toBe(true);
});

test('refuses values that the transform cannot take, as fitArima does', () => {
  const counts = Float64Array.from({ length: 50 }, (_, t) => t % 5);
  expect(() => autoArima(counts, { transform: 'log' })).toThrow(ArimaError);
});

const model = evaluateArima(y, { order: [1, 0, 0] }, [0.5, 1]).state();
const good = { kind: 'auto-arima', version: 1, seasons: [], own: [], time: 600, model };
test.each([
  ['seasons', { seasons: null }],
  ['own', { own: null }],
  ['time', { time: 'now' }],
])('refuses the state of a choice without its %s', (_, damage) => {
  expect(() => restoreAutoArima({ ...good, ...damage })).toThrow(RangeError);
});
