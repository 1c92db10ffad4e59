import type { Verdict } from '../../../../domain/anomaly/verdict.ts';
import type { BlockKind, Timed } from './blocks.ts';
import { packColumns, unpackColumns } from './columns.ts';

export interface Point extends Timed {
  readonly value: number;
}

export const points: BlockKind<Point> = {
  kind: 'points',
  pack: (rows) =>
    packColumns({
      times: rows.map(({ timeMs }) => timeMs),
      values: [rows.map(({ value }) => value)],
      words: [],
    }),
  unpack: (_, body) => {
    const { times, values } = unpackColumns(body);
    return times.map((timeMs, i) => ({ timeMs, value: cell(values[0], i) }));
  },
};

/** Columns of doubles; the rest of a verdict is a number too: yes or no, and the place of its detector's name. */
export const verdicts: BlockKind<Verdict> = {
  kind: 'verdicts',
  pack: (rows) => {
    const detectors = [...new Set(rows.map(({ detector }) => detector))];
    const column = (of: (row: Verdict) => number) => rows.map(of);
    return packColumns({
      times: column(({ timeMs }) => timeMs),
      values: [
        column(({ observed }) => observed),
        column(({ expected }) => expected),
        column(({ lower }) => lower),
        column(({ upper }) => upper),
        column(({ score }) => score),
        column(({ pValue }) => pValue),
        column(({ isAnomaly }) => Number(isAnomaly)),
        column(({ detector }) => detectors.indexOf(detector)),
      ],
      words: detectors,
    });
  },
  unpack: (series, body) => {
    const { times, values, words } = unpackColumns(body);
    return times.map((timeMs, i) => ({
      series,
      timeMs,
      observed: cell(values[0], i),
      expected: cell(values[1], i),
      lower: cell(values[2], i),
      upper: cell(values[3], i),
      score: cell(values[4], i),
      pValue: cell(values[5], i),
      isAnomaly: cell(values[6], i) === 1,
      detector: words[cell(values[7], i)] ?? '',
    }));
  },
};

/** @throws RangeError when the body's columns are not those of its kind */
function cell(column: Float64Array | undefined, i: number): number {
  const value = column?.[i];
  if (value === undefined) throw new RangeError('got a body that lacks a column');
  return value;
}
