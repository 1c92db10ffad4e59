import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCsvSource } from '../../../../lib/adapters/sources/csv/index.ts';
import { ConfigError } from '../../../../lib/ports/errors.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const everything = { fromMs: 0, toMs: Date.UTC(2100, 0, 1) };
const key = 'bytes_in{cluster=local/local/orders,broker=1}';

const folder = mkdtempSync(join(tmpdir(), 'csv-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

metricSourceContract('csv', async () => {
  const gone = fileOf('gone.csv', '');
  const broken = createCsvSource({ path: gone });
  rmSync(gone);
  const rows = [
    'series,timestamp,value',
    `"${key}",2026-01-05T12:00:00Z,10`,
    `"${key}",2026-01-05T12:01:00Z,12`,
  ];
  return {
    source: createCsvSource({ path: fileOf('long.csv', rows.join('\n')) }),
    fromMs: noon,
    toMs: noon + 60_000 * 10,
    broken,
  };
});

/** The points of a text as `[series key, time, value]`, and its problems as `kind@where x count`. */
async function replay(text: string) {
  const source = createCsvSource({ text });
  const { samples, problems } = await source.read(everything);
  return {
    points: samples.flatMap(({ series, timesMs, values }) =>
      Array.from(timesMs, (timeMs, i) => [series.key, timeMs, values[i]]),
    ),
    problems: problems.map(({ kind, where, count }) => `${kind}@${where} x ${count}`),
    messages: problems.map(({ message }) => message),
  };
}

const custom = (name: string) => `custom_value{cluster=local/local/csv,topic=${name}}`;

test.each([
  ['ISO 8601 in UTC', '2026-01-05T12:00:00Z'],
  ['ISO 8601 with an offset', '2026-01-05T14:30:00+02:30'],
  ['ISO 8601 without an offset, as UTC', '2026-01-05T12:00:00'],
  ['a space in place of the T', '2026-01-05 12:00:00'],
  ['no seconds', '2026-01-05 12:00'],
  ['fractions of a second', '2026-01-05 12:00:00.000'],
  ['seconds since the epoch', String(noon / 1000)],
  ['milliseconds since the epoch', String(noon)],
  ['milliseconds in scientific notation', '1.7676144e12'],
])('a timestamp may be %s', async (_, timestamp) => {
  expect(await replay(`timestamp,value\n${timestamp},7.5`)).toMatchObject({
    points: [[custom('value'), noon, 7.5]],
    problems: [],
  });
});

test.each([
  ['a header in any case with more columns', 'TimeStamp,Value,Label\n2026-01-05T12:00:00Z,1,0'],
  ['a header in another order', 'value,is_weekend,ds\n1,0,2026-01-05T12:00:00Z'],
  ['no header', '2026-01-05T12:00:00Z,1'],
  ['a header of unknown names', 'when,how much\n2026-01-05T12:00:00Z,1'],
  ['a byte order mark and CRLF', '\uFEFFtimestamp,value\r\n2026-01-05T12:00:00Z,1\r\n'],
  ['quotes, spaces and empty lines', '"timestamp", "value"\n\n"2026-01-05T12:00:00Z", "1"\n\n'],
])('%s is understood', async (_, text) => {
  expect(await replay(text)).toMatchObject({ points: [[custom('value'), noon, 1]], problems: [] });
});

test.each([
  ['with a header', 'series,timestamp,value\n'],
  ['without a header', ''],
])(
  'the long form is understood %s: catalogue keys as they are, other names as custom series',
  async (_, header) => {
    const text = `${header}"${key}",2026-01-05T12:00:00Z,1\nsales eu,2026-01-05T12:00:00Z,2\n`;
    expect((await replay(text)).points).toEqual([
      [key, noon, 1],
      [custom('sales eu'), noon, 2],
    ]);
  },
);

test.each([
  ['an unknown signal', 'warp_speed{cluster=local/local/orders,broker=1}'],
  ['an entity that does not fit the signal', 'bytes_in{cluster=local/local/orders,topic=a}'],
  ['a cluster without account and region', 'bytes_in{cluster=orders,broker=1}'],
])('a key with %s is the name of a custom series', async (_, name) => {
  const { points } = await replay(`"${name}",2026-01-05T12:00:00Z,1`);
  expect(points[0]?.[0]).toMatch(/^custom_value\{cluster=local\/local\/csv,topic=/);
});

const good = '2026-01-05T12:00:00Z,1';
const header = 'timestamp,value';
test.each<[string, string[], string[], number]>([
  ['no file content at all', [''], ['empty@text x 1'], 0],
  ['a header and no row', [header], ['empty@text x 1'], 0],
  ['text that is no table', ['hello', 'world'], ['malformed@text:1 x 1'], 0],
  ['binary rubbish', ['\u0000\u0001\u0002'], ['malformed@text:1 x 1'], 0],
  ['short rows', [header, '2026-01-05T12:01:00Z', good, 'x'], ['short_row@text:2 x 2'], 1],
  ['timestamps that are none', [header, 'soon,1', good, 'later,2'], ['bad_timestamp@text:2 x 2'], 1],
  ['a day that does not exist', [header, '2026-02-31,1', good], ['bad_timestamp@text:2 x 1'], 1],
  ['an hour that does not exist', [header, '2026-02-03 25:00,1', good], ['bad_timestamp@text:2 x 1'], 1],
  ['an empty timestamp', [header, ',1', good], ['bad_timestamp@text:2 x 1'], 1],
  ['empty values', [header, good, '2026-01-05T12:01:00Z,'], ['empty_value@text:3 x 1'], 1],
  ['words for values', [header, good, '2026-01-05T12:01:00Z,many'], ['not_a_number@text:3 x 1'], 1],
  [
    'NaN, infinity and hexadecimal',
    [header, good, '60,NaN', '61,Infinity', '62,0x10', '63,1e999'],
    ['not_a_number@text:3 x 4'],
    1,
  ],
  ['a series without a name', ['series,timestamp,value', ',60,1', 'a,60,1'], ['no_series@text:2 x 1'], 1],
  [
    'an impossible value of a known signal',
    [`"${key}",60,-5`, `"${key}",61,5`],
    ['out_of_range@text:1 x 1'],
    1,
  ],
  ['a key that is not in quotes', [`${key},60,5`, 'a,60,1'], ['bad_timestamp@text:1 x 1'], 1],
  ['duplicates', [header, good, '2026-01-05T12:00:00Z,9'], ['duplicate@text:3 x 1'], 1],
  ['rows out of order', [header, '120,2', '60,1', '180,3'], ['out_of_order@text:3 x 1'], 3],
  ['a quote that never ends', [header, good, '"2026-01-05T12:01:00Z,2'], ['malformed@text:3 x 1'], 1],
  [
    'an unknown header with a bad row below it',
    ['when,how much', 'soon,1', good],
    ['bad_timestamp@text:2 x 1'],
    1,
  ],
])(
  '%s is a counted problem with its first line, and the rest is taken',
  async (_, rows, problems, points) => {
    const got = await replay(rows.join('\n'));
    expect(got.problems).toEqual(problems);
    expect(got.points).toHaveLength(points);
    for (const message of got.messages) expect(message).toMatch(/^[^\n]{10,250}$/);
  },
);

test('each kind of problem is counted by itself, and a gap is none', async () => {
  const rows = [header, '60,1', '3600,2', '120,x', '60,5', '180,y', '30'];
  const { problems, points } = await replay(rows.join('\n'));
  expect(problems).toEqual(['not_a_number@text:4 x 2', 'duplicate@text:5 x 1', 'short_row@text:7 x 1']);
  expect(points.map(([, timeMs, value]) => [timeMs, value])).toEqual([
    [60_000, 5],
    [3_600_000, 2],
  ]);
});

test('a problem says in one line what, where and what becomes of it', async () => {
  const { messages } = await replay(`${header}\n60,1\n120,many\n180,few`);
  expect(messages).toEqual([
    'each of 2 rows of text, the first on line 3, has a value that is not a number; the row is left out (many)',
  ]);
});

test('problems are told once, not with every answer', async () => {
  const source = createCsvSource({ text: '60,x\n120,1' });
  expect((await source.discover(0)).problems).toHaveLength(1);
  expect((await source.read(everything)).problems).toHaveLength(0);
});

test('a file that cannot be read is told each time, and read once it is back', async () => {
  const path = fileOf('late.csv', '60,1');
  const source = createCsvSource({ path });
  rmSync(path);
  expect((await source.read(everything)).problems[0]).toMatchObject({
    kind: 'unreadable',
    where: path,
    count: 1,
  });
  expect((await source.discover(0)).problems).toHaveLength(1);
  writeFileSync(path, '60,1');
  expect((await source.read(everything)).samples).toHaveLength(1);
});

test('several files are one cluster, each a series named after its file', async () => {
  const paths = [fileOf('north.csv', '60,1'), fileOf('south.csv', '60,2')];
  const source = createCsvSource({ path: paths, clusterName: 'sales' });
  const { clusters, series } = await source.discover(0);
  expect(clusters).toEqual([
    {
      id: 'local/local/sales',
      name: 'sales',
      account: 'local',
      region: 'local',
      type: 'self_managed',
      brokerIds: [],
    },
  ]);
  expect(series.map(({ entity }) => entity.topic)).toEqual(['north', 'south']);
});

test('the series option names the one series of a file, as a key of the catalogue too', async () => {
  const source = createCsvSource({ text: '60,1', series: key });
  const { clusters, series } = await source.discover(0);
  expect(series.map((one) => one.key)).toEqual([key]);
  expect(clusters).toMatchObject([{ id: 'local/local/orders', brokerIds: ['1'] }]);
});

test('the span reaches from the first point to just after the last, and is none without points', async () => {
  expect(await createCsvSource({ text: 'a,60,1\nb,30,1\na,90,1' }).span()).toEqual({
    fromMs: 30_000,
    toMs: 90_001,
  });
  expect(await createCsvSource({ text: '' }).span()).toBeUndefined();
});

test('a coarser step is rolled up, told by the window in which it begins', async () => {
  const source = createCsvSource({ text: '0,1\n60,3\n120,5\n180,9\n240,11' });
  const read = async (fromMs: number, toMs: number) =>
    (await source.read({ fromMs, toMs, stepMs: 120_000 })).samples.flatMap(({ timesMs, values }) =>
      Array.from(timesMs, (timeMs, i) => [timeMs, values[i]]),
    );
  expect(await read(0, 90_000)).toEqual([[0, 2]]);
  expect(await read(90_000, 500_000)).toEqual([
    [120_000, 7],
    [240_000, 11],
  ]);
});

test('refuses a path that does not exist, nothing to replay, and a cluster name with a slash', () => {
  const missing = join(folder, 'nowhere.csv');
  expect(() => createCsvSource({ path: [missing, folder] })).toThrow(ConfigError);
  expect(() => createCsvSource({ path: missing })).toThrow(
    `there is no file ${missing}: give the path of a CSV file`,
  );
  expect(() => createCsvSource({})).toThrow('csv: nothing to replay');
  expect(() => createCsvSource({ text: '', clusterName: 'a/b' })).toThrow('give a name without slashes');
});
