import { rowTicks, timeTicks, valueTicks } from '../../../app/plot/ticks.ts';

const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label);

test.each<[string, [number, number], string[]]>([
  ['whole numbers', [0, 10], ['0', '2', '4', '6', '8', '10']],
  ['decimals', [0.1, 0.32], ['0.10', '0.15', '0.20', '0.25', '0.30']],
  ['negative ones', [-3, 3], ['-2', '0', '2']],
  ['thousands as they are', [0, 20_000], ['0', '5000', '10000', '15000', '20000']],
  ['large ones with a prefix', [1e6, 3e6], ['1.0M', '1.5M', '2.0M', '2.5M', '3.0M']],
  ['huge ones as powers of ten', [0, 3e20], ['0', '1.0e+20', '2.0e+20', '3.0e+20']],
  ['tiny ones as powers of ten', [0, 4e-9], ['0', '1.0e-9', '2.0e-9', '3.0e-9', '4.0e-9']],
])('values get round labels: %s', (_, extent, expected) => {
  expect(labels(valueTicks(extent, 5))).toEqual(expected);
});

test('ticks of any stretch are within it, ascending, distinct and few', () => {
  for (const [from, to] of [
    [-1e-12, 1e12],
    [1e15, 1e15 + 8],
    [-1e300, 1e300],
    [0, 5e-324],
    [7, 7],
  ] as const) {
    const ticks = valueTicks([from, to], 6);
    expect(ticks.length).toBeLessThan(14);
    expect(ticks.every(({ at }) => at >= from && at <= to)).toBe(true);
    expect(ticks.every(({ at }, i) => i === 0 || at > (ticks[i - 1]?.at ?? 0))).toBe(true);
  }
});

test('rows are whole numbers', () => {
  expect(rowTicks([0, 4], 9).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4]);
});

const at = (text: string) => Date.parse(`${text}Z`);

test.each<[string, string, string, number, string[]]>([
  ['hours', '2024-05-01T22:30', '2024-05-02T02:30', 5, ['23:00', '2 May', '01:00', '02:00']],
  ['minutes', '2024-05-01T10:02', '2024-05-01T10:21', 5, ['10:05', '10:10', '10:15', '10:20']],
  ['seconds', '2024-05-01T10:00:02', '2024-05-01T10:00:17', 4, ['10:00:05', '10:00:10', '10:00:15']],
  ['days', '2024-02-27T12:00', '2024-03-02T12:00', 5, ['28 Feb', '29 Feb', '1 Mar', '2 Mar']],
  ['weeks, on Mondays', '2024-05-01T00:00', '2024-05-30T00:00', 5, ['6 May', '13 May', '20 May', '27 May']],
  [
    'months',
    '2023-10-15T00:00',
    '2024-03-15T00:00',
    6,
    ['Nov 2023', 'Dec 2023', '2024', 'Feb 2024', 'Mar 2024'],
  ],
  ['quarters', '2023-10-15T00:00', '2024-12-15T00:00', 6, ['2024', 'Apr 2024', 'Jul 2024', 'Oct 2024']],
  [
    'years before the epoch',
    '1949-01-01T00:00',
    '1953-06-01T00:00',
    6,
    ['1949', '1950', '1951', '1952', '1953'],
  ],
  ['decades', '1900-01-01T00:00', '1985-01-01T00:00', 6, ['1900', '1920', '1940', '1960', '1980']],
])('times get round labels: %s', (_, from, to, count, expected) => {
  expect(labels(timeTicks([at(from), at(to)], count))).toEqual(expected);
});

test('thousands of years still have few ticks', () => {
  expect(timeTicks([-6e13, 2e14], 8).length).toBeLessThan(10);
});
