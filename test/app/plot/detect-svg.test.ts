import { type DetectChart, detectSvg } from '../../../app/plot/detect-svg.ts';

const hour = 3_600_000;
const startMs = Date.UTC(2026, 0, 5);

function fakeChart(over: Partial<DetectChart> = {}, count = 48): DetectChart {
  const values = Float64Array.from({ length: count }, (_, i) => (i === 40 ? 90 : 50 + (i % 5)));
  const at = (add: number) => values.map((_, i) => (i < 24 ? Number.NaN : 52 + add));
  const time = (i: number) => startMs + i * hour;
  return {
    title: 'orders',
    subtitle: '1 event by panel',
    isTimed: true,
    times: values.map((_, i) => time(i)),
    values,
    expected: at(0),
    lower: at(-5),
    upper: at(5),
    anomalies: Uint8Array.from(values, (value) => (value > 80 ? 1 : 0)),
    learnt: 24,
    events: [[time(40), time(40)]],
    level: 95,
    ...over,
  };
}

const count = (svg: string, mark: string) => svg.split(mark).length - 1;

test('each anomaly is a dot, each event and the time of learning are shaded', () => {
  const svg = detectSvg(fakeChart());
  expect([
    count(svg, 'class="anomaly"'),
    count(svg, 'class="event"'),
    count(svg, 'class="learning"'),
  ]).toEqual([1, 1, 1]);
  expect(svg).toContain('<desc id="description">1 event by panel: 1 events, 1 anomalous steps.</desc>');
});

test('the interval begins where something is expected', () => {
  const band = /class="interval" d="M([^"]*)Z"/.exec(detectSvg(fakeChart()))?.[1] ?? '';
  expect(band.split('L')).toHaveLength(2 * 24);
});

test('the dot lies on the line of values', () => {
  const svg = detectSvg(fakeChart());
  const [, cx, cy] = /class="anomaly" cx="([\d.]+)" cy="([\d.]+)"/.exec(svg) ?? [];
  const line = /class="value" d="([^"]*)"/.exec(svg)?.[1] ?? '';
  const near = [...line.matchAll(/([\d.]+) ([\d.]+)/g)].filter(
    ([, x, y]) => Math.abs(Number(x) - Number(cx)) <= 0.25 && Math.abs(Number(y) - Number(cy)) <= 0.25,
  );
  expect(near).toHaveLength(1);
});

test('many points are thinned, and the spike stays', () => {
  const size = 40_000;
  const values = new Float64Array(size).fill(1);
  values[12_345] = 1000;
  const times = values.map((_, i) => i);
  const none = new Float64Array(size).fill(Number.NaN);
  const over = { values, times, expected: none, lower: none, upper: none, isTimed: false, events: [] };
  const svg = detectSvg(fakeChart({ ...over, anomalies: new Uint8Array(size), learnt: 0 }));
  const line = /class="value" d="([^"]*)"/.exec(svg)?.[1] ?? '';
  const heights = [...line.matchAll(/[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(heights.length).toBeLessThan(4000);
  expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(200);
});

test.each([
  ['one value', [5]],
  ['gaps alone around a value', [Number.NaN, 5, Number.NaN]],
  ['a constant', [0, 0, 0]],
  ['five orders of magnitude', [1, 1e9, -1e9]],
])('%s can be drawn: no number is NaN or without end', (_, list) => {
  const values = Float64Array.from(list);
  const none = values.map(() => Number.NaN);
  const over = { values, times: values.map((_, i) => startMs + i * hour), expected: none, lower: none };
  const anomalies = new Uint8Array(values.length);
  const svg = detectSvg(fakeChart({ ...over, upper: none, anomalies, events: [], learnt: values.length }));
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test('markup in a name is text', () => {
  expect(detectSvg(fakeChart({ title: '<b>&' }))).toContain('&lt;b&gt;&amp;');
});
