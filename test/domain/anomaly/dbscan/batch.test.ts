import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dbscan } from '../../../../lib/domain/anomaly/index.ts';

interface Case {
  readonly columns: number;
  readonly eps: number;
  readonly minPoints: number;
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

const path = join(__dirname, '../../../fixtures/dbscan/scikit-learn.json');
const cases = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Case>;

test.each(Object.entries(cases))(
  '%s: the labels are those of scikit-learn',
  (_, { rows, labels, ...options }) => {
    expect([...dbscan(rows, options)]).toEqual(labels);
  },
);

test('no rows are in no cluster', () => {
  expect(dbscan([], { columns: 2, eps: 1, minPoints: 3 })).toHaveLength(0);
});

test('refuses half a row, no distance and no neighbours', () => {
  const run = (given: object) => () => dbscan([1, 2, 3], { columns: 1, eps: 1, minPoints: 1, ...given });
  expect(run({ columns: 2 })).toThrow('got 3 numbers in 2 columns: give whole rows');
  expect(run({ eps: 0 })).toThrow('got eps 0: give a distance above 0');
  expect(run({ eps: Number.NaN })).toThrow('got eps NaN');
  expect(run({ minPoints: 0 })).toThrow('got minPoints 0: give at least 1');
});
