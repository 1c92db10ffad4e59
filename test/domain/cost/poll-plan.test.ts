import {
  type Cadence,
  cadencesOf,
  callLimits,
  planPolls,
  splitCalls,
} from '../../../lib/domain/cost/poll-plan.ts';
import { pollTable, pricePolls } from '../../../lib/domain/cost/price-polls.ts';

const minute = 60_000;

function queries(count: number, cadence: Cadence = 'normal') {
  return Array.from({ length: count }, (_, i) => ({ key: `${cadence}-${i}`, cadence }));
}

const window = (points: number) => ({ fromMs: 0, toMs: points * minute, periodMs: minute });

test.each([
  [0, 10, []],
  [1, 10, [1]],
  [500, 201, [500]],
  [501, 201, [500, 1]],
  [1200, 15, [500, 500, 200]],
  [500, 202, [499, 1]],
  [10, 20_160, [5, 5]],
  [2, 100_800, [1, 1]],
])('%d series of %d points are %j a call', (series, points, sizes) => {
  const calls = splitCalls(queries(series), window(points));
  expect(calls.map((call) => call.queries.length)).toEqual(sizes);
  for (const call of calls) {
    expect(call.queries.length * points).toBeLessThanOrEqual(callLimits.points);
    expect(call).toMatchObject(window(points));
  }
  expect(new Set(calls.flatMap((call) => call.queries.map(({ key }) => key))).size).toBe(series);
});

test('a window of more points than a call may bring is cut in time', () => {
  const calls = splitCalls(queries(1), window(250_000));
  expect(calls.map(({ fromMs, toMs }) => [fromMs / minute, toMs / minute])).toEqual([
    [0, 100_800],
    [100_800, 201_600],
    [201_600, 250_000],
  ]);
});

test('series are asked for at their cadence, the most frequent class first', () => {
  const plan = planPolls([...queries(2, 'slow'), ...queries(600, 'critical'), ...queries(3)]);
  expect(
    plan.classes.map(({ cadence, everyMs, callsPerPoll, pointsPerPoll }) => [
      cadence,
      everyMs / minute,
      callsPerPoll,
      pointsPerPoll,
    ]),
  ).toEqual([
    ['critical', 5, 2, 600 * 20],
    ['normal', 15, 1, 3 * 40],
    ['slow', 60, 1, 2 * 130],
  ]);
});

test('cadences can be other than the usual ones', () => {
  const cadences = cadencesOf({ criticalMinutes: 1, normalMinutes: 30, slowMinutes: 120 });
  const plan = planPolls([...queries(1, 'slow'), ...queries(1, 'critical'), ...queries(1)], { cadences });
  expect(plan.classes.map(({ everyMs, pointsPerPoll }) => [everyMs / minute, pointsPerPoll])).toEqual([
    [1, 12],
    [30, 70],
    [120, 250],
  ]);
});

test('a series given twice is polled once, at its shorter cadence', () => {
  const key = 'one';
  const plan = planPolls([
    { key, cadence: 'slow' },
    { key, cadence: 'critical' },
    { key, cadence: 'normal' },
  ]);
  expect(plan.classes.map(({ cadence, queries: mine }) => [cadence, mine.length])).toEqual([['critical', 1]]);
});

test('the price counts metrics asked for, not points: the figures of the worked example', () => {
  const { total } = pricePolls(planPolls(queries(180, 'critical')));
  expect(total.metricsPerMonth).toBe(1_555_200);
  expect(total.requestsPerMonth).toBe(8640);
  expect(total.usdPerMonth).toBeCloseTo(15.552, 10);
});

test('classes add up, and polling every minute is the price to compare with', () => {
  const priced = pricePolls(
    planPolls([...queries(100, 'critical'), ...queries(100), ...queries(100, 'slow')]),
  );
  expect(priced.classes.map(({ usdPerMonth }) => usdPerMonth)).toEqual([
    expect.closeTo(8.64),
    expect.closeTo(2.88),
    expect.closeTo(0.72),
  ]);
  expect(priced.total.usdPerMonth).toBeCloseTo(12.24);
  expect(priced.everyMinuteUsdPerMonth).toBeCloseTo(129.6);
});

test('the plan of nothing costs nothing', () => {
  expect(pricePolls(planPolls([])).total).toEqual({
    metrics: 0,
    requestsPerMonth: 0,
    metricsPerMonth: 0,
    usdPerMonth: 0,
  });
});

test('the table shows each class, the total and where the price is from', () => {
  const { lines, json } = pollTable(planPolls([...queries(120, 'critical'), ...queries(600)]));
  expect(lines).toEqual([
    'cadence    every  metrics  calls/poll  calls/month  metrics/month  USD/month',
    'critical   5 min      120           1         8640        1036800      10.37',
    'normal    15 min      600           2         5760        1728000      17.28',
    'total                 720                    14400        2764800      27.65',
    'each poll reads its interval, the one before and 10 min more: late points cost nothing',
    'asked for every minute instead: $311.04 a month',
    expect.stringMatching(/^price: \$0\.01 per 1000 metrics .*2026-11.*https:\/\/aws\.amazon\.com/),
  ]);
  expect(json).toEqual(pricePolls(planPolls([...queries(120, 'critical'), ...queries(600)])));
});
