import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitOneClassSvm, oneClassDecision } from '../../../../lib/domain/anomaly/index.ts';

interface Case {
  readonly columns: number;
  readonly nu: number;
  readonly gamma: number | 'scale';
  readonly rows: readonly number[];
  readonly asked: readonly number[];
  readonly decisions: readonly number[];
  readonly vectors: number;
  readonly offset: number;
}

const path = join(__dirname, '../../../fixtures/one-class-svm/scikit-learn.json');
const cases = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Case>;

test.each(Object.entries(cases))('%s: decisions and vectors are those of scikit-learn', (_, one) => {
  const { columns, nu, gamma, asked, decisions } = one;
  const machine = fitOneClassSvm(one.rows, { columns, nu, gamma, tolerance: 1e-8 });
  const ours = decisions.map((_value, i) =>
    oneClassDecision(machine, asked.slice(i * columns, (i + 1) * columns)),
  );
  const off = ours.map((value, i) => Math.abs(value - (decisions[i] ?? 0)));
  expect(Math.max(...off)).toBeLessThan(1e-5);
  // Of rows that are the same, either may have the weight.
  expect(Math.abs(machine.weights.length - one.vectors)).toBeLessThanOrEqual(1);
  expect(machine.offset).toBeCloseTo(one.offset, 5);
});

test('the share outside is at most nu, and that of the vectors at least', () => {
  const { rows, columns } = cases['a cloud'] as Case;
  const machine = fitOneClassSvm(rows, { columns, nu: 0.2 });
  const count = rows.length / columns;
  const outside = Array.from({ length: count }, (_, i) =>
    oneClassDecision(machine, rows.slice(i * columns, (i + 1) * columns)),
  ).filter((decision) => decision < -1e-3);
  expect(outside.length / count).toBeLessThanOrEqual(0.2);
  expect(machine.weights.length / count).toBeGreaterThanOrEqual(0.2);
});

test('refuses what is no row and options out of range', () => {
  const run = (rows: number[], given: object) => () => fitOneClassSvm(rows, { columns: 1, ...given });
  expect(run([], {})).toThrow('got 0 numbers in 1 columns: give whole rows');
  expect(run([1, 2, 3], { columns: 2 })).toThrow('got 3 numbers in 2 columns');
  expect(run([1, Number.NaN], {})).toThrow('got NaN in row 1: give numbers');
  expect(run([1, 2], { nu: 0 })).toThrow('got nu 0: give a share above 0, up to 1');
  expect(run([1, 2], { gamma: -1 })).toThrow('got gamma -1: give a number above 0, or scale');
  expect(run([1, 2], { tolerance: 0 })).toThrow('got tolerance 0: give a number above 0');
});
