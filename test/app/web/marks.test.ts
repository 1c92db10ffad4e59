import { marksOf } from '../../../app/web/chart/marks.ts';
import { anomaly, minute } from './lines.ts';

test('a run of anomalies is one mark, on the one furthest from what was expected', () => {
  const run = [anomaly(0, 5, 4), anomaly(minute, 1, 4), anomaly(2 * minute, 6, 4)];
  expect(marksOf(run, 2 * minute)).toEqual([run[1]]);
});

test('anomalies far enough apart have a mark each', () => {
  const apart = [anomaly(0, 5), anomaly(2 * minute, 6)];
  expect(marksOf(apart, 2 * minute)).toEqual(apart);
});

test('no anomaly, no mark', () => {
  expect(marksOf([], minute)).toEqual([]);
});
