import { mkdir } from 'node:fs/promises';
import { readSeriesFile, type SeriesFileOptions } from '../../../app/commands/series-file.ts';
import { useFolder } from './run-command.ts';

const folder = useFolder();

async function read(text: string, options: SeriesFileOptions = {}) {
  return readSeriesFile(await folder.write('load.csv', text), options);
}

/** The first series and the kinds and counts of problems. */
async function first(text: string, options: SeriesFileOptions = {}) {
  const { series, problems } = await read(text, options);
  const [one] = series;
  if (one === undefined) throw new Error('there is no series');
  return {
    ...one,
    values: [...one.values],
    regressors: one.regressors.map(({ name, values }) => [name, [...values]]),
    count: series.length,
    problems: Object.fromEntries(problems.map(({ kind, count }) => [kind, count])),
  };
}

const nan = Number.NaN;
const hour = 3_600_000;
const startMs = Date.UTC(2024, 4, 1);

describe('forms of files that can be read', () => {
  test.each<[string, string, SeriesFileOptions, number[]]>([
    ['ISO 8601', 'timestamp,value\n2024-05-01T00:00Z,1\n2024-05-01T01:00Z,2\n', {}, [1, 2]],
    ['epoch ms', `time,value\n${startMs},1\n${startMs + hour},2\n`, {}, [1, 2]],
    ['epoch seconds', `ts,y\n${startMs / 1000},1\n${startMs / 1000 + 3600},2\n`, {}, [1, 2]],
    ['offsets', 'ds,y\n2024-05-01T02:00+02:00,1\n2024-05-01T01:00Z,2\n', {}, [1, 2]],
    [
      'columns in another order',
      'VALUE,x,Timestamp\n1,9,2024-05-01 00:00\n2,9,2024-05-01 01:00\n',
      {},
      [1, 2],
    ],
    ['no header', '2024-05-01 00:00,1\n2024-05-01 01:00,2\n', {}, [1, 2]],
    ['names of its own', 'when,load\n2024-05-01 00:00,1\n2024-05-01 01:00,2\n', {}, [1, 2]],
    [
      'a value chosen by name',
      'timestamp,in,out\n2024-05-01 00:00,7,1\n2024-05-01 01:00,7,2\n',
      { value: 'OUT' },
      [1, 2],
    ],
    [
      'a value that is what regressors leave',
      'timestamp,load,temperature\n2024-05-01 00:00,1,20\n2024-05-01 01:00,2,21\n',
      { exog: ['temperature'] },
      [1, 2],
    ],
    ['CRLF', 'timestamp,value\r\n2024-05-01 00:00,1\r\n2024-05-01 01:00,2\r\n', {}, [1, 2]],
    ['a byte order mark', '\ufefftimestamp,value\n2024-05-01 00:00,1\n2024-05-01 01:00,2\n', {}, [1, 2]],
    ['quotes', '"timestamp","value"\n"2024-05-01 00:00","1"\n"2024-05-01 01:00","2"', {}, [1, 2]],
  ])('%s', async (_, text, options, values) => {
    const series = await first(text, options);
    expect(series).toMatchObject({
      name: 'load',
      isTimed: true,
      startMs,
      stepMs: hour,
      values,
      problems: {},
    });
  });

  test.each<[string, string, number[]]>([
    ['one column of values', 'value\n1\n2\n3\n', [1, 2, 3]],
    ['one column of any name', 'wpi1\n30.7\n30.8\n', [30.7, 30.8]],
    ['numbers alone', '1\n2\n3\n', [1, 2, 3]],
    ['a value and regressors', 'value,x\n1,5\n2,6\n', [1, 2]],
    ['an empty line in a column of values', 'value\n1\n\n\n4\n', [1, nan, nan, 4]],
    ['an empty cell', 'value,x\n1,5\n,6\n3,7\n', [1, nan, 3]],
    ['a word for nothing', 'value\n1\nNA\nNaN\nnull\n5\n', [1, nan, nan, nan, 5]],
  ])('without timestamps each row is a step: %s', async (_, text, values) => {
    const series = await first(text);
    expect(series).toMatchObject({ isTimed: false, startMs: 0, stepMs: 1, values });
  });

  test.each<[string, string, number]>([
    ['months', 'month,value\n1949-01,112\n1949-02,118\n1949-03,132\n', 1],
    ['quarters', 'quarter,value\n1960Q1,1\n1960-Q2,2\n1960Q3,3\n', 3],
    ['years', 'year,value\n1871,1120\n1872,1160\n1873,963\n', 12],
  ])('%s are timestamps', async (_, text, months) => {
    const series = await first(text);
    expect(series).toMatchObject({ isTimed: true, months, problems: {} });
    expect(series.values).toHaveLength(3);
  });

  test('small numbers of seconds are seconds, and not years', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i * 60 + 900},${i}`);
    expect(await first(`timestamp,value\n${rows.join('\n')}`)).toMatchObject({
      stepMs: 60_000,
      startMs: 900_000,
    });
  });
});

describe('long files', () => {
  const long =
    'series,timestamp,value\nb,2024-05-01,1\na,2024-05-01,10\nb,2024-05-02,2\na,2024-05-02,20\na,2024-05-03,30\n';

  test('every series is read, in the order of the file', async () => {
    const { series } = await read(long);
    expect(series.map(({ name, values }) => [name, ...values])).toEqual([
      ['b', 1, 2],
      ['a', 10, 20, 30],
    ]);
  });

  test('one is chosen by its name', async () => {
    expect(await first(long, { series: 'a' })).toMatchObject({ name: 'a', count: 1, values: [10, 20, 30] });
  });

  test('they need no header and no usual name of their columns', async () => {
    const rows = 'web,2024-05-01,1\nweb,2024-05-02,2\n';
    expect(await first(rows)).toMatchObject({ name: 'web', values: [1, 2] });
    expect(await first(`host,day,load\n${rows}`)).toMatchObject({ name: 'web', values: [1, 2] });
  });

  test('without timestamps each series counts its own rows', async () => {
    const { series } = await read('series,value\na,1\nb,5\na,2\n');
    expect(series.map(({ values }) => [...values])).toEqual([[1, 2], [5]]);
  });

  test('a series without a value is left out of the others', async () => {
    const { series, problems } = await read('series,timestamp,value\na,2024-05-01,1\nb,2024-05-01,\n');
    expect(series.map(({ name }) => name)).toEqual(['a']);
    expect(problems.map(({ kind }) => kind)).toEqual(['empty_value']);
  });
});

describe('the grid', () => {
  test('missing steps are NaN, and the series goes from its first value to its last', async () => {
    const text = 'timestamp,value\n2024-05-01,\n2024-05-02,2\n2024-05-03,3\n2024-05-06,6\n2024-05-07,\n';
    expect(await first(text)).toMatchObject({
      startMs: Date.UTC(2024, 4, 2),
      values: [2, 3, nan, nan, 6],
      problems: { empty_value: 2 },
    });
  });

  test('rows out of order are put in their place, the last of a time wins, and both are counted', async () => {
    const text = 'timestamp,value\n2024-05-02,2\n2024-05-01,1\n2024-05-02,7\n2024-05-03,3\n2024-05-03,\n';
    expect(await first(text)).toMatchObject({
      values: [1, 7, 3],
      problems: { out_of_order: 1, duplicate: 2, empty_value: 1 },
    });
  });

  test('a row between two steps goes to the nearer one, and one that another has is told', async () => {
    const text =
      'timestamp,value\n2024-05-01 00:00,1\n2024-05-01 01:00,2\n2024-05-01 02:20,3\n2024-05-01 03:00,4\n2024-05-01 03:10,5\n2024-05-01 04:00,6\n2024-05-01 05:00,7\n2024-05-01 06:00,8\n';
    expect(await first(text)).toMatchObject({
      values: [1, 2, 3, 5, 6, 7, 8],
      problems: { off_step: 1, same_step: 1 },
    });
  });

  test('regressors lie on the same grid; what is no number is missing and counted', async () => {
    const text = 'timestamp,value,a,b\n2024-05-01,1,10,5\n2024-05-02,,20,x\n2024-05-04,4,40,8\n';
    expect(await first(text, { exog: ['b', 'A'] })).toMatchObject({
      values: [1, nan, nan, 4],
      regressors: [
        ['b', [5, nan, nan, 8]],
        ['A', [10, 20, nan, 40]],
      ],
      problems: { empty_value: 1, bad_regressor: 1 },
    });
  });
});

test('what is wrong with rows is told once a kind, with the file, the line and the count', async () => {
  const rows = [
    '2024-05-01,1',
    'never,2',
    '2024-05-03',
    '2024-05-04,many',
    '2024-05-05,Infinity',
    '2024-05-06,6',
  ];
  const { series, problems } = await read(`timestamp,value\n${rows.join('\n')}\n`);
  expect([...(series[0]?.values ?? [])]).toHaveLength(6);
  expect(problems.map(({ kind, count, where }) => [kind, count, where.replace(/.*:/, '')])).toEqual([
    ['bad_timestamp', 1, '3'],
    ['short_row', 1, '4'],
    ['not_a_number', 2, '5'],
  ]);
  expect(problems[0]?.message).toMatch(/^line 3 of .*load\.csv has no timestamp .*\(never\)$/);
});

describe('refuses', () => {
  test.each<[string, string, SeriesFileOptions, RegExp]>([
    ['an empty file', '', {}, /load\.csv has no row of data$/],
    ['empty lines', '\n\n', {}, /has no row of data$/],
    ['a header alone', 'timestamp,value\n', {}, /has no row of data: there is only a header$/],
    [
      'semicolons',
      'timestamp;value\n2024-05-01;1,5\n',
      {},
      /separates its columns by semicolons or tabs: give commas/,
    ],
    ['tabs', 'timestamp\tvalue\n2024-05-01\t1\n', {}, /semicolons or tabs/],
    ['a spreadsheet', 'PK\u0003\u0004\0\0\0', {}, /is not text in UTF-8: save it as CSV/],
    ['UTF-16', Buffer.from('timestamp,value\n', 'utf16le').toString('latin1'), {}, /is not text in UTF-8/],
    [
      'columns of which any could be the value',
      'timestamp,in,out\n2024-05-01,1,2\n',
      {},
      /does not say which of its columns timestamp, in, out is the value: name it value, or choose one with --value$/,
    ],
    ['no numbers at all', 'a,b\nx,y\n', {}, /does not say which of its columns a, b is the value/],
    [
      'a regressor that is not there',
      'timestamp,value,price\n2024-05-01,1,2\n',
      { exog: ['price', 'cost', 'tax'] },
      /has no column cost, tax: it has timestamp, value, price$/,
    ],
    [
      'a value that is not there',
      'timestamp,load\n2024-05-01,1\n',
      { value: 'cpu' },
      /has no column cpu: it has timestamp, load$/,
    ],
    [
      'a value that is a regressor',
      'timestamp,value\n2024-05-01,1\n',
      { value: 'value', exog: ['value'] },
      /cannot have value both/,
    ],
    [
      'regressors without names',
      '2024-05-01,1,5\n2024-05-02,2,6\n',
      { exog: ['x'] },
      /has no line that names its columns: begin it with one/,
    ],
    [
      'a file without a value',
      'timestamp,value\n2024-05-01,\n2024-05-02,none\n',
      {},
      /line 2 of .* has no value; .*\n.*line 3 of .* is not a number.*\(none\)$/,
    ],
    [
      'only bad timestamps',
      'timestamp,value\nmonday,1\n',
      {},
      /has no timestamp that can be read.*\(monday\)$/,
    ],
    [
      'a timestamp beyond all calendars',
      'timestamp,value\n1e30,1\n',
      {},
      /has no timestamp that can be read/,
    ],
    ['an open quote', 'timestamp,value\n"2024-05-01,1\n', {}, /has no row of data|is not CSV/],
    [
      'a timestamp that is far off',
      `timestamp,value\n${Array.from({ length: 9 }, (_, i) => `2024-05-01T00:0${i}Z,1`).join('\n')}\n2204-05-01T00:09Z,1\n`,
      {},
      /series load: 10 values from 2024-05-01T00:00:00.000Z to 2204-05-01T00:09:00.000Z are 9\d+ steps: see whether a timestamp is wrong$/,
    ],
    [
      'a series that is not there',
      'series,timestamp,value\na,2024-05-01,1\nb,2024-05-01,1\n',
      { series: 'c' },
      /has no series c: it has a, b$/,
    ],
    [
      'another name for the only series',
      'timestamp,value\n2024-05-01,1\n',
      { series: 'cpu' },
      /has no series cpu: it has load$/,
    ],
    [
      'a chosen series without a value',
      'series,timestamp,value\na,2024-05-01,1\nb,2024-05-01,\n',
      { series: 'b' },
      /has no value of b$/,
    ],
  ])('%s', async (_, text, options, message) => {
    await expect(read(text, options)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(message),
    });
  });

  test('a file that does not exist, and a folder', async () => {
    await expect(readSeriesFile(folder.path('none.csv'))).rejects.toThrow(
      /none\.csv does not exist: give the path/,
    );
    await mkdir(folder.path('folder'));
    await expect(readSeriesFile(folder.path('folder'))).rejects.toThrow(/folder is a folder: give the path/);
  });

  test('many series are named by the first ten', async () => {
    const rows = Array.from({ length: 14 }, (_, i) => `s${i},2024-05-01,1`).join('\n');
    await expect(read(`series,timestamp,value\n${rows}\n`, { series: 'x' })).rejects.toThrow(
      /it has s0, .*, s9 and 4 more$/,
    );
  });
});
