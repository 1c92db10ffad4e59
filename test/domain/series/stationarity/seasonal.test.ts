import { canovaHansen } from '../../../../lib/domain/series/stationarity/canova-hansen.ts';
import { ocsb } from '../../../../lib/domain/series/stationarity/ocsb.ts';
import { createNoise, expectClose, faultOf, published, walk } from '../fixture.ts';

const { austres, airPassengers } = published;

test.each([
  [4, 0.1935046, false],
  [24, 4.134289, false],
  [3, 0.07956102, true],
])(
  'Canova-Hansen of austres with period %p is %p (R forecast, in pmdarima test_seasonality.py)',
  (m, statistic, short) => {
    expectClose(canovaHansen(austres, m, { withoutLastSine: short }).statistic, statistic, 1e-6);
  },
);

test('Canova-Hansen of the airline passengers (R 4.2.2, uroot::ch.test(AirPassengers, type = "trig"))', () => {
  expectClose(canovaHansen(airPassengers, 12).statistic, 1.36551305022061, 1e-10);
});

test('with all waves, an odd period gives more than without the last sine', () => {
  expect(canovaHansen(austres, 3).statistic).toBeGreaterThan(0.0796);
  expect(canovaHansen(austres, 4, { withoutLastSine: true })).toEqual(canovaHansen(austres, 4));
});

// R 4.2.2, forecast 8.20: ocsb.test(austres, lag.method = "fixed", maxlag = k)$statistic
test.each([
  [0, -6.83439214],
  [1, -6.052542996],
  [2, -5.673748798],
  [3, -5.632227007],
])('OCSB of austres with %p lags is %p (R forecast)', (lags, statistic) => {
  expectClose(ocsb(austres, 4, { lags }).statistic, statistic, 1e-9);
});

test('OCSB of the logarithms of the airline passengers chooses one lag (R forecast: −1.422865403)', () => {
  const { statistic, lags } = ocsb(airPassengers.map(Math.log), 12);
  expect(lags).toBe(1);
  expectClose(statistic, -1.422865403, 1e-9);
});

test('a stable season stays and one that wanders needs a difference, by both', () => {
  const next = createNoise(8);
  const stable = new Float64Array(400).map((_, i) => 3 * Math.sin((2 * Math.PI * i) / 12) + next());
  const wandering = walk(400, 6);
  for (let i = 12; i < 400; i++) wandering[i] = wandering[i - 12]! + next();
  expect(canovaHansen(stable, 12)).toMatchObject({ critical: 2.7391007 });
  expect(canovaHansen(stable, 12).statistic).toBeLessThan(2.7391007);
  expect(canovaHansen(wandering, 12).statistic).toBeGreaterThan(2.7391007);
  for (const [y, more] of [
    [stable, false],
    [wandering, true],
  ] as const) {
    const { statistic, critical } = ocsb(y, 12);
    expect(statistic > critical).toBe(more);
  }
});

test.each([
  ['a constant series', new Float64Array(50).fill(7), 4, 'constant'],
  ['too few values', Float64Array.of(1, 3, 2, 4, 3, 5, 2, 3), 4, 'too_short'],
  ['a season that repeats exactly', new Float64Array(48).map((_, i) => i % 4), 4, 'collinear'],
  ['an infinite value', Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4, 5, 6), 2, 'not_finite'],
  ['period 1', austres, 1, 'bad_options'],
  ['period 2.5', austres, 2.5, 'bad_options'],
] as const)('refuses %s', (_, y, period, fault) => {
  expect(faultOf(() => canovaHansen(y, period))).toBe(fault);
  expect(faultOf(() => ocsb(y, period))).toBe(fault);
});

test('refuses a period that would take Canova-Hansen minutes', () => {
  expect(faultOf(() => canovaHansen(new Float64Array(100_000), 1440))).toBe('too_costly');
});
