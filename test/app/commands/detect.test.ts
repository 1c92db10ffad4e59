import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addDetectCommand } from '../../../app/commands/detect.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';
import { runCommand, useFolder } from './run-command.ts';

const folder = useFolder();
const hour = 3_600_000;
/** A Monday. */
const startMs = Date.UTC(2026, 0, 5);

const detect = (args: readonly string[]) =>
  runCommand((program, io) => addDetectCommand(program, io), ['detect', ...args]);

/** A day's rhythm with a little noise; `spikes` are steps that are far above it. */
function rhythm(count: number, spikes: readonly number[] = []): readonly number[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const usual = 1000 + 300 * Math.sin((2 * Math.PI * i) / 24) + 20 * (random() + random() + random() - 1.5);
    return Math.round(usual + (spikes.includes(i) ? 1500 : 0));
  });
}

const lines = (values: readonly (number | string)[], more: (i: number) => string = () => '') =>
  values.map((value, i) => `${new Date(startMs + i * hour).toISOString()},${value}${more(i)}`);

async function write(name: string, header: string, rows: readonly string[]): Promise<string> {
  const path = folder.path(name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  return path;
}

const hourly = (name: string, values: readonly (number | string)[]) =>
  write(name, 'timestamp,value', lines(values));

const flagged = (csv: string) =>
  csv
    .trim()
    .split('\n')
    .flatMap((line, i) => (line.endsWith(',1') ? [i - 1] : []));

test('a plain spike is flagged, as an event with what was expected, and nothing else', async () => {
  const file = await hourly('spike.csv', rhythm(400, [350, 351]));
  const { out, err, error } = await detect([file, '--json']);
  expect([err, error]).toEqual(['', '']);
  const made = JSON.parse(out);
  expect([made.series, made.stepMs, made.isLearning, made.points.length]).toEqual([
    'spike',
    hour,
    false,
    400,
  ]);
  expect(made.events).toHaveLength(1);
  const [event] = made.events;
  expect(event.from).toEqual({ timestamp: new Date(startMs + 350 * hour).toISOString().replace('.000', '') });
  expect(event.words).toMatch(/^above the expected /);
  expect(Math.abs(event.expected - event.value + 1500)).toBeLessThan(150);
  const anomalous = made.points.flatMap(({ anomaly }: { anomaly: boolean }, i: number) =>
    anomaly ? [i] : [],
  );
  expect(anomalous).toContain(350);
  expect(anomalous.every((i: number) => i >= 350 && i <= 352)).toBe(true);
});

test('a calm series has no anomaly, and that is said', async () => {
  const { out } = await detect([await hourly('calm.csv', rhythm(400))]);
  expect(out).toContain('calm: 0 anomalies in 400 steps by panel, for 1 false alarm a month\n');
});

test('rows of the first steps do not change when more follow', async () => {
  const values = rhythm(400, [200, 320]);
  const [part, whole] = [await hourly('part.csv', values.slice(0, 330)), await hourly('whole.csv', values)];
  const [early, late] = [(await detect([part, '--csv'])).out, (await detect([whole, '--csv'])).out];
  expect(early.trim().split('\n')).toHaveLength(331);
  expect(late.startsWith(early)).toBe(true);
  expect(flagged(early)).toContain(200);
});

test('CSV has the columns that are promised, empty where nothing is known', async () => {
  const { out } = await detect([await hourly('few.csv', [5, '', 6]), '--csv']);
  expect(out).toBe(
    [
      'timestamp,value,expected,lower,upper,score,anomaly',
      '2026-01-05T00:00:00Z,5,,,,0,0',
      '2026-01-05T01:00:00Z,,,,,0,0',
      '2026-01-05T02:00:00Z,6,,,,0,0\n',
    ].join('\n'),
  );
});

test('files without times have rows, and say that they are still learning', async () => {
  const { out } = await detect([await write('rows.csv', 'value', ['5', '6', '7']), '--csv']);
  expect(out.split('\n')[0]).toBe('row,value,expected,lower,upper,score,anomaly');
  expect((await detect([folder.path('rows.csv')])).out).toContain('still learning at its end');
});

test.each(['fused', 'z-score', 's-h-esd'])('%s alone is asked by name, and finds a spike', async (name) => {
  const file = await hourly('named.csv', rhythm(400, [350]));
  const { out } = await detect([file, '--detector', name, '--json']);
  const { detector, events } = JSON.parse(out);
  expect(detector).toBe(name);
  expect(events.at(-1)).toMatchObject({ detectors: [name] });
});

test('--plot writes a picture and says so', async () => {
  const file = await hourly('drawn.csv', rhythm(400, [350]));
  const { files, err } = await detect([file, '--plot', 'out.svg']);
  expect(files.get('out.svg')).toMatch(/^<svg [\s\S]*class="event"[\s\S]*<\/svg>\n$/);
  expect(err).toBe('out.svg written\n');
});

test('--plot alone draws in the terminal, a dot for an anomaly', async () => {
  const file = await hourly('drawn.csv', rhythm(400, [350]));
  const { out, error } = await detect([file, '--plot']);
  expect(error).toBe('');
  const [name, how, ...rest] = out.split('\n');
  expect([name, how]).toEqual(['drawn', '1 event by panel, for 1 false alarm a month']);
  expect(rest.join('').split('●')).toHaveLength(3);
  expect(out).toContain('░');
  expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
});

describe('several files', () => {
  test('of a folder are called by their folders, which are tenants in the report', async () => {
    await hourly('topics/acme/orders.csv', rhythm(400, [350]));
    await hourly('topics/blue/orders.csv', rhythm(400));
    const { files, out } = await detect([folder.path('topics'), '--segments', 'report.md', '--csv']);
    expect(out).toMatch(/^series,timestamp,[\s\S]*\nacme\/orders,[\s\S]*\nblue\/orders,/);
    const report = files.get('report.md') ?? '';
    expect(report).toContain('2 series judged by panel, for 1 false alarm a series and month.');
    expect(report).toMatch(
      /\| acme \| 1 \| \d\.\d\d \| 1 \| .*\n\| blue \| 1 \| \d\.\d\d \| 0 \| 0\.00 \|\n/,
    );
  });

  test('of one name lend their folders', async () => {
    const files = [await hourly('e/a/cpu.csv', [1, 2]), await hourly('e/b/cpu.csv', [1, 2])];
    expect((await detect([...files, '--csv'])).out).toMatch(/\na\/cpu,[\s\S]*\nb\/cpu,/);
  });

  test('that are refused leave the others be', async () => {
    const { out, error } = await detect([await hourly('good.csv', [1, 2]), folder.path('none.csv')]);
    expect(out).toContain('good: 0 anomalies');
    expect(error).toMatch(/^ConfigError: \S*none\.csv does not exist/);
  });
});

describe('labels', () => {
  const labelled = (name: string, labelAt: (i: number) => number | string) =>
    write(
      name,
      'timestamp,value,bad',
      lines(rhythm(400, [350]), (i) => `,${labelAt(i)}`),
    );

  test('are used for accuracy alone: no row changes with them', async () => {
    const files = [
      await labelled('l/right.csv', (i) => (i === 350 || i === 100 ? 1 : 0)),
      await labelled('l/wrong.csv', (i) => (i === 200 ? 1 : 0)),
    ];
    const args = ['--segments', 'r.md', '--label-column', 'bad', '--csv'];
    const [right, wrong] = await Promise.all(files.map((file) => detect([file, ...args])));
    expect(right?.out).toBe(wrong?.out);
    const cells = (said: typeof right) =>
      /\| all \|.*/
        .exec(said?.files.get('r.md') ?? '')?.[0]
        .split(' | ')
        .slice(5);
    expect(cells(right)).toEqual(['2', '0.50', '1.00', '0 |']);
    expect(cells(wrong)).toEqual(['1', '0.00', '0.00', '1 |']);
  });

  test('may be true and False, as pandas writes them', async () => {
    const files = [
      await labelled('l/numbers.csv', (i) => (i === 350 ? 1 : 0)),
      await labelled('l/words.csv', (i) => (i === 350 ? 'true' : 'False')),
    ];
    const args = ['--segments', 'r.md', '--label-column', 'bad'];
    const [numbers, words] = await Promise.all(files.map((file) => detect([file, ...args])));
    expect(words?.err).not.toContain('bad_regressor');
    const told = (said: typeof words) => /\| all \|.*/.exec(said?.files.get('r.md') ?? '')?.[0];
    expect(told(words)).toBe(told(numbers));
  });

  test('refuses labels that are neither 0 nor 1', async () => {
    const file = await labelled('odd.csv', (i) => (i === 3 ? 7 : 0));
    const { error } = await detect([file, '--segments', 'r.md', '--label-column', 'bad']);
    expect(error).toMatch(/series odd: column bad has 7: give 1 or true for an anomaly/);
  });

  test('--tenant says whose a series is', async () => {
    const file = await hourly('topic-blue-1.csv', rhythm(60));
    const { files } = await detect([file, '--segments', 'r.md', '--tenant', '^topic-([a-z]+)']);
    expect(files.get('r.md')).toContain('| blue | 1 |');
  });
});

describe('refuses', () => {
  const rows = lines([1, 2, 3]);
  const bad: readonly [why: string, content: string, args: readonly string[], words: RegExp][] = [
    ['an empty file', '', [], /has no row of data$/],
    ['only a header', 'timestamp,value', [], /there is only a header$/],
    ['text for values', `timestamp,value\n${lines(['a', 'b']).join('\n')}`, [], /not a number/],
    ['an unknown detector', rows.join('\n'), ['--detector', 'foo'], /^--detector: got "foo": give panel, or/],
    ['a detector twice', rows.join('\n'), ['--detector', 'quiet,quiet'], /each once/],
    ...['0', '-1', 'x', '', 'Infinity'].map((budget): (typeof bad)[number] => [
      `a budget of "${budget}"`,
      rows.join('\n'),
      [`--budget=${budget}`],
      /^--budget: got ".*": give alarms a month, above 0/,
    ]),
    ['both prints', rows.join('\n'), ['--json', '--csv'], /give one$/],
    ['a drawing where CSV is printed', rows.join('\n'), ['--csv', '--plot'], /^--plot draws where/],
    ['bounds the wrong way', rows.join('\n'), ['--min', '5', '--max', '5'], /--min 5 is not below --max 5/],
    ['a picture of another kind', rows.join('\n'), ['--plot', 'a.png'], /ends in \.svg/],
    ['a report of another kind', rows.join('\n'), ['--segments', 'a.txt'], /ends in \.md$/],
    [
      'labels without a report',
      rows.join('\n'),
      ['--label-column', 'x'],
      /^--label-column is for --segments/,
    ],
    ['a broken pattern', rows.join('\n'), ['--segments', 'a.md', '--tenant', '('], /a regular expression/],
    ['a series that is not there', rows.join('\n'), ['--series', 'no'], /has no series no: it has bad$/],
  ];

  test.each(bad)('%s', async (_, content, args, words) => {
    const { out, error } = await detect([await folder.write('bad.csv', content), ...args]);
    expect(out).toBe('');
    expect(error).toMatch(/^ConfigError: [^\n]+$/);
    expect(error.replace('ConfigError: ', '')).toMatch(words);
  });

  test('a folder without CSV files, a file given twice, times beside rows', async () => {
    await mkdir(folder.path('empty'), { recursive: true });
    const timed = await hourly('timed.csv', [1, 2]);
    const bare = await write('bare.csv', 'value', ['1', '2']);
    expect((await detect([folder.path('empty')])).error).toMatch(/has no file that ends in \.csv$/);
    expect((await detect([timed, timed])).error).toMatch(/two series are called timed: give each file once/);
    expect((await detect([timed, bare])).error).toMatch(/timed has timestamps and bare has none/);
  });

  test('a picture of several series', async () => {
    const files = [await hourly('p.csv', [1, 2]), await hourly('q.csv', [1, 2])];
    expect((await detect([...files, '--plot', 'a.svg'])).error).toMatch(/draws one series, and .* has 2/);
  });
});

test('puts rows that are not in order in their places, says so, and takes the later of two', async () => {
  const file = await write('mixed.csv', 'timestamp,value', [...lines([1, 2, 3]).reverse(), ...lines([9])]);
  const { out, err, error } = await detect([file, '--csv']);
  expect(error).toBe('');
  expect(err).toMatch(/out_of_order[\s\S]*duplicate|duplicate[\s\S]*out_of_order/);
  expect(
    out
      .split('\n')
      .slice(1, 4)
      .map((line) => line.split(',')[1]),
  ).toEqual(['9', '2', '3']);
});

/** Three brokers that share a rhythm; the last loses half of its share from step 350 to 355. */
async function brokers(name: string, changed: (i: number) => boolean): Promise<string> {
  const all = ['b-1', 'b-2', 'b-3'].map((broker, place) => {
    const random = createRandom(place + 1);
    return rhythm(400).map((value, i) => {
      const own = value * (1 + 0.3 * place) * (1 + 0.04 * (random() - 0.5));
      return `${broker},${new Date(startMs + i * hour).toISOString()},${place === 2 && changed(i) ? own / 2 : own}`;
    });
  });
  return write(name, 'series,timestamp,value', all.flat());
}

test('brokers are compared with each other, and the one that has lost its share is named', async () => {
  const file = await brokers('brokers.csv', (i) => i >= 350 && i < 355);
  const { out, err, error } = await detect([file, '--detector', 'peer-comparison', '--json']);
  expect([err, error]).toEqual(['', '']);
  const made = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(made.map(({ series, events }) => [series, events.length])).toEqual([
    ['b-1', 0],
    ['b-2', 0],
    ['b-3', 1],
  ]);
  const [event] = made[2].events;
  expect(event.from.timestamp).toBe(new Date(startMs + 350 * hour).toISOString().replace('.000', ''));
  expect(event.detectors).toEqual(['peer-comparison']);
  expect(event.score).toBeLessThan(-2);
  // Nothing is expected of a value by its own past: no band is drawn, and none is explained.
  expect((await detect([file, '--plot'])).out).toContain('expected');
  expect((await detect([file, '--detector', 'peer-comparison', '--plot'])).out).not.toContain('expected');
});

test('what cannot be compared is refused in words', async () => {
  const one = await hourly('one.csv', rhythm(100));
  const peers = ['--detector', 'peer-comparison'];
  expect((await detect([one, ...peers])).error).toMatch(
    /peer-comparison compares series with each other: got 1 members: give at least 3/,
  );
  const days = await write(
    'days.csv',
    'timestamp,value',
    rhythm(100).map((value, i) => `${new Date(startMs + i * 24 * hour).toISOString()},${value}`),
  );
  expect((await detect([one, days, ...peers])).error).toMatch(
    /compares values of the same times, and days has others than one: give series of one step/,
  );
  expect((await detect([one, '--series', 'one', ...peers])).error).toMatch(/--series takes one series/);
  expect((await detect([one, ...peers, '--plot', 'x.svg'])).error).toMatch(
    /--plot x\.svg draws one series, and peer-comparison compares several: give --plot without a file/,
  );
  expect((await detect([one, '--detector', 'peer-comparison,quiet'])).error).toMatch(
    /peer-comparison or multivariate alone/,
  );
});
