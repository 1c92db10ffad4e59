import type { ForecastChart } from '../../../app/plot/forecast-chart.ts';
import { svgChart } from '../../../app/plot/svg-chart.ts';
import { escapeXml } from '../../../app/plot/svg-frame.ts';
import { fakeChart, withHistory } from './fake-chart.ts';

/** The `d` of the path of a class. */
function pathOf(svg: string, name: string): string {
  return new RegExp(`<path class="${name}" d="([^"]*)"`).exec(svg)?.[1] ?? '';
}

/** Points of a path of M and L, y downwards. */
function pointsOf(d: string): [number, number][] {
  return [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

test('history and forecast are lines of all their points, and the forecast begins at the last value', () => {
  const svg = svgChart(fakeChart());
  const history = pointsOf(pathOf(svg, 'history'));
  const forecast = pointsOf(pathOf(svg, 'forecast'));
  expect([history.length, forecast.length]).toEqual([72, 25]);
  expect(forecast[0]).toEqual(history.at(-1));
});

test('the interval goes along its upper bound and back along the lower, around the forecast', () => {
  const svg = svgChart(fakeChart());
  const band = pointsOf(pathOf(svg, 'interval'));
  const mean = pointsOf(pathOf(svg, 'forecast'));
  expect(pathOf(svg, 'interval')).toMatch(/Z$/);
  expect(band).toHaveLength(2 * mean.length);
  for (const [i, [x, y]] of mean.entries()) {
    const [upperX, upperY] = band[i] ?? [];
    const [lowerX, lowerY] = band[band.length - 1 - i] ?? [];
    expect([upperX, lowerX]).toEqual([x, x]);
    expect(upperY).toBeLessThanOrEqual(y);
    expect(lowerY).toBeGreaterThanOrEqual(y);
  }
});

test('all points lie within the axes, times from left to right', () => {
  const svg = svgChart(fakeChart());
  const all = ['history', 'forecast', 'interval'].flatMap((name) => pointsOf(pathOf(svg, name)));
  expect(all.every(([x, y]) => x >= 76 && x <= 936 && y >= 92 && y <= 384)).toBe(true);
  const xs = pointsOf(pathOf(svg, 'history')).map(([x]) => x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
});

test('a gap breaks the line, and a value between gaps is a dot', () => {
  const svg = svgChart(withHistory(fakeChart(), { 10: Number.NaN, 12: Number.NaN, 30: Number.NaN }));
  const d = pathOf(svg, 'history');
  expect(d.match(/M/g)).toHaveLength(4);
  expect(d).toMatch(/M[\d.]+ [\d.]+h0M/);
  expect(pointsOf(d)).toHaveLength(69);
});

test.each<[string, ForecastChart]>([
  ['no history', { ...fakeChart(), history: { times: new Float64Array(), values: new Float64Array() } }],
  [
    'only gaps',
    withHistory(fakeChart(), Object.fromEntries(Array.from({ length: 72 }, (_, i) => [i, Number.NaN]))),
  ],
  [
    'an endless interval',
    { ...fakeChart(), forecast: { ...fakeChart().forecast, upper: new Float64Array(24).fill(Infinity) } },
  ],
  [
    'a huge interval',
    { ...fakeChart(), forecast: { ...fakeChart().forecast, upper: new Float64Array(24).fill(1e308) } },
  ],
  ['huge values', withHistory(fakeChart(), { 3: 1.7e308, 4: -1.7e308 })],
  [
    'one step without spread',
    {
      ...fakeChart(),
      history: { times: Float64Array.of(0), values: Float64Array.of(5) },
      forecast: {
        times: Float64Array.of(1),
        mean: Float64Array.of(5),
        lower: Float64Array.of(5),
        upper: Float64Array.of(5),
      },
    },
  ],
  ['rows in place of times', fakeChart({ isTimed: false })],
])('no number is drawn that is none: %s', (_, chart) => {
  const svg = svgChart(chart);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
});

test('a wide interval leaves history and forecast readable, and runs out of the picture', () => {
  const { forecast, ...rest } = fakeChart();
  const svg = svgChart({
    ...rest,
    forecast: { ...forecast, upper: forecast.mean.map((value) => value + 1e5) },
  });
  const ys = pointsOf(pathOf(svg, 'history')).map(([, y]) => y);
  expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(60);
  expect(svg).toContain('<g clip-path="url(#pane)">');
});

test('names are text and nothing else, in whatever they hold', () => {
  const title = `<script>alert("1")</script> & 'so' \u0000\u001b[31m\ud800 ok`;
  const svg = svgChart(fakeChart({ title, model: 'a<b' }));
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so&#39;');
  expect(svg).toContain('>a&lt;b<');
  expect(svg).not.toMatch(/[^\P{Cc}\n]/u);
  expect(escapeXml('\ud800x\uffff')).toBe('x');
});

test('a long name is cut', () => {
  const svg = svgChart(fakeChart({ title: 'x'.repeat(500) }));
  expect(svg).toContain(`${'x'.repeat(89)}…</text>`);
});

test('it stands alone and says what it shows: legend, units, title and a description', () => {
  const svg = svgChart(fakeChart());
  expect(svg).toContain('viewBox="0 0 960 440"');
  expect(svg.match(/https?:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  for (const words of [
    '>history<',
    '>forecast<',
    '>95 % interval<',
    '>orders<',
    '>SARIMA(1,1,1)(0,1,1)24<',
    '>2 May<',
  ])
    expect(svg).toContain(words);
  expect(svg).toContain('time in UTC, 2024-05-01 to 2024-05-04 23:00');
  expect(svg).toContain('24 steps to 2024-05-04 23:00, where 94.82 is expected');
  expect(svg.match(/class="legend"/g)).toHaveLength(3);
});
