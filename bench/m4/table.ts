import { readFileSync } from 'node:fs';

export interface M4Series {
  readonly id: string;
  readonly values: Float64Array;
}

/** The series of a table, in its order: a row each, id first; a header is left out. @throws Error when there is none */
export function readTable(path: string): readonly M4Series[] {
  const series = readFileSync(path, 'utf8').split('\n').flatMap(seriesOf);
  if (series.length === 0)
    throw new Error(`got no series in ${path}: give a table with a row a series, id first`);
  return series;
}

function seriesOf(line: string): M4Series[] {
  const [id, ...cells] = line.replaceAll('"', '').trim().split(',');
  const values = cells.filter((cell) => cell !== '').map(Number);
  if (id === undefined || values.length === 0 || values.some(Number.isNaN)) return [];
  return [{ id, values: Float64Array.from(values) }];
}
