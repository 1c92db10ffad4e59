import type { PanelJson } from '../../../app/server/api-types.ts';
import { readingAt, summaryOf } from '../../../app/web/chart/summary.ts';
import { clockTime } from '../../../app/web/format/time.ts';
import { anomaly, chart, forecast, line, minute } from './lines.ts';

const panel: PanelJson = {
  id: 'bytes_in',
  title: 'Bytes in',
  width: 12,
  band: true,
  unit: 'bytes_per_second',
  signals: [],
};
const band = { t: [5 * minute, 10 * minute], lower: [1500, 2500], upper: [2500, 3500] };

test('a chart says in words the newest value, its band and the anomalies of each line', () => {
  const words = summaryOf(panel, chart([line({ band, anomalies: [anomaly(0, 1)] })], { omitted: 4 }));
  expect(words).toContain('broker 1: 3 kB/s, expected 2.5 kB/s to 3.5 kB/s, 1 anomaly.');
  expect(words).toContain('4 more series are not drawn.');
});

test('a chart without lines says so', () => {
  expect(summaryOf(panel, chart([]))).toBe('Bytes in: no data in this range.');
});

test('a line that stopped while others go on is silent, not at its last value', () => {
  const late = line({ key: 'late', t: [0, 60 * minute], v: [1, 1] });
  const own = line();
  expect(readingAt(own, chart([own, late]))).toEqual({ isAhead: false, silentSinceMs: 10 * minute });
  expect(summaryOf(panel, chart([own, late]))).toContain(
    `broker 1: silent since ${clockTime(10 * minute)}, no anomalies.`,
  );
});

test('a line one step behind the others is not silent', () => {
  const next = line({ key: 'next', t: [15 * minute], v: [1] });
  const own = line();
  expect(readingAt(own, chart([own, next]))).toEqual({ value: 3000, isAhead: false });
});

test('a time within the past reads the point before it with its band, a time ahead the forecast', () => {
  const own = line({ band, forecast: forecast([15 * minute, 20 * minute], [4000, 5000]) });
  const all = chart([own]);
  expect(readingAt(own, all, 7 * minute)).toEqual({ value: 2000, lower: 1500, upper: 2500, isAhead: false });
  expect(readingAt(own, all, 16 * minute)).toEqual({ value: 4000, lower: 2000, upper: 8000, isAhead: true });
  expect(readingAt(own, all, -1)).toEqual({ isAhead: false });
});
