import { segmentMarkdown, segmentReport } from '../../../../lib/domain/anomaly/segments/index.ts';
import type { JudgedSteps } from '../../../../lib/domain/anomaly/segments/judged-steps.ts';

const hour = 3_600_000;
/** A Monday. */
const startMs = Date.UTC(2026, 0, 5);

/** Hourly series; steps of alarms and of anomalies by number. */
function judged(
  name: string,
  steps: number,
  alarms: readonly number[],
  more: Partial<JudgedSteps> & { readonly anomalous?: readonly number[]; readonly value?: number } = {},
): JudgedSteps {
  const { anomalous, value = 50, ...rest } = more;
  const at = (places: readonly number[]) => (_: unknown, i: number) => (places.includes(i) ? 1 : 0);
  return {
    name,
    stepMs: hour,
    timesMs: Float64Array.from({ length: steps }, (_, i) => startMs + i * hour),
    values: new Float64Array(steps).fill(value),
    anomalies: Uint8Array.from({ length: steps }, at(alarms)),
    learnt: 0,
    ...(anomalous && { labels: Float64Array.from({ length: steps }, at(anomalous)) }),
    ...rest,
  };
}

const segmentsBy = (all: readonly JudgedSteps[], by: 'size' | 'weekday' | 'hour' | 'tenant') =>
  segmentReport(all, { by: [by] }).dimensions[0]?.segments ?? [];

test('rates are alarms over months of 30 days that were judged', () => {
  const { all } = segmentReport([judged('a', 720, [100, 300]), judged('b', 720, [5])]);
  expect(all).toEqual({ segment: 'all', series: 2, months: 2, alarms: 3, alarmsAMonth: 1.5 });
});

test('gaps and the time of learning are not judged', () => {
  const values = new Float64Array(720).fill(50).fill(Number.NaN, 360, 540);
  const { all } = segmentReport([judged('a', 720, [], { values, learnt: 180 })]);
  expect(all.months).toBe(0.5);
});

test('alarms less than an hour apart are one, an hour apart are two', () => {
  const stepMs = hour / 12;
  const count = (alarms: readonly number[]) =>
    segmentReport([judged('a', 100, alarms, { stepMs })]).all.alarms;
  expect([count([10, 21]), count([10, 22])]).toEqual([1, 2]);
});

test('accuracy counts anomalies as events, and alarms that meet none as false', () => {
  const one = judged('a', 200, [10, 11, 50, 90], { anomalous: [11, 12, 91, 150] });
  expect(segmentReport([one]).all.accuracy).toEqual({
    anomalies: 3,
    found: 1,
    falseAlarms: 2,
    recall: 1 / 3,
    precision: 1 / 3,
  });
});

test('an alarm where nothing is known is neither right nor false', () => {
  const labels = new Float64Array(100).fill(Number.NaN);
  labels.fill(0, 0, 20);
  labels[10] = 1;
  const { all } = segmentReport([judged('a', 100, [10, 50], { labels })]);
  expect(all.alarms).toBe(2);
  expect(all.accuracy).toEqual({ anomalies: 1, found: 1, falseAlarms: 0, recall: 1, precision: 1 });
});

test('anomalies within the time of learning are not counted as missed', () => {
  const one = judged('a', 100, [60], { anomalous: [5, 60], learnt: 24 });
  expect(segmentReport([one]).all.accuracy?.recall).toBe(1);
});

test('a step belongs to its weekday and hour in UTC, weeks from Monday', () => {
  const all = [judged('a', 168, [0, 30, 167])];
  expect(segmentsBy(all, 'weekday').map(({ segment, alarms }) => [segment, alarms])).toEqual([
    ['Monday', 1],
    ['Tuesday', 1],
    ['Wednesday', 0],
    ['Thursday', 0],
    ['Friday', 0],
    ['Saturday', 0],
    ['Sunday', 1],
  ]);
  const hours = segmentsBy(all, 'hour');
  expect(hours).toHaveLength(24);
  expect(hours.filter(({ alarms }) => alarms > 0).map(({ segment }) => segment)).toEqual([
    '00:00',
    '06:00',
    '23:00',
  ]);
});

test('sizes are powers of ten of the median amount, the smallest first', () => {
  const values = [0.5, 10, 99, 100, 2_000_000, -500];
  const all = values.map((value, i) => judged(`s${i}`, 24, [], { value }));
  expect(segmentsBy(all, 'size').map(({ segment, series }) => [segment, series])).toEqual([
    ['below 1', 1],
    ['10 to 100', 2],
    ['100 to 1000', 2],
    ['1e6 to 1e7', 1],
  ]);
});

test('tenants are the first part of a name, or what is said', () => {
  const all = ['acme.orders', 'acme/clicks', 'blue-x', 'lone'].map((name) => judged(name, 24, []));
  const names = (segments: readonly { segment: string; series: number }[]) =>
    segments.map(({ segment, series }) => `${segment} ${series}`);
  expect(names(segmentsBy(all, 'tenant'))).toEqual(['acme 2', 'blue 1', 'lone 1']);
  const told = segmentReport(all, { by: ['tenant'], tenantOf: () => 'we' });
  expect(names(told.dimensions[0]?.segments ?? [])).toEqual(['we 4']);
});

test('two series of one name are two', () => {
  expect(segmentReport([judged('a', 24, []), judged('a', 24, [])]).all.series).toBe(2);
});

describe('whether alarms are uneven', () => {
  const spaced = (count: number) => Array.from({ length: count }, (_, i) => 3 + 10 * i);
  const report = (a: number, b: number) =>
    segmentReport([judged('a.x', 720, spaced(a)), judged('b.x', 720, spaced(b))], { by: ['tenant'] });

  test('is chi squared against the time judged', () => {
    // 15 and 5 where 10 and 10 are expected: 2.5 + 2.5 = 5 at one degree of freedom.
    expect(report(15, 5).dimensions[0]?.unevenPValue).toBeCloseTo(0.025347, 6);
    expect(report(10, 10).dimensions[0]?.unevenPValue).toBe(1);
  });

  test('is not said of fewer than five alarms a segment, or of one segment', () => {
    expect(report(5, 4).dimensions[0]?.unevenPValue).toBeNull();
    const one = segmentReport([judged('a', 720, spaced(30))], { by: ['tenant'] });
    expect(one.dimensions[0]?.unevenPValue).toBeNull();
  });

  test('is told in words', () => {
    expect(segmentMarkdown(report(40, 5))).toContain('more uneven than chance would make them (p < 0.001)');
    expect(segmentMarkdown(report(10, 10))).toContain('no more uneven than by chance (p = 1.000)');
    expect(segmentMarkdown(report(1, 1))).toContain('Too few alarms');
  });
});

test('the report is a table a dimension, accuracy in it only where labels are', () => {
  const plain = segmentReport([judged('a|b', 720, [3])], { by: ['tenant'] });
  expect(segmentMarkdown(plain, 'By hand.')).toBe(`# Alarms by segment

By hand.

## By tenant

| segment | series | months judged | alarms | alarms a series and month |
| --- | ---: | ---: | ---: | ---: |
| a\\|b | 1 | 1.00 | 1 | 1.00 |
| all | 1 | 1.00 | 1 | 1.00 |

Too few alarms to say whether they are uneven.
`);
  const labelled = segmentReport([judged('a', 720, [3], { anomalous: [3, 99] })], { by: ['tenant'] });
  expect(segmentMarkdown(labelled)).toContain('| a | 1 | 1.00 | 1 | 1.00 | 2 | 0.50 | 1.00 | 0 |');
});

test('nothing at all is a report of nothing', () => {
  const report = segmentReport([]);
  expect(report.all).toEqual({ segment: 'all', series: 0, months: 0, alarms: 0, alarmsAMonth: 0 });
  expect(segmentMarkdown(report)).toContain('| all | 0 | 0.00 | 0 | 0.00 |');
});
