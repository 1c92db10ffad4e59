import { formatOf, parseExposition } from '../../../../lib/adapters/sources/prometheus/exposition.ts';

const parse = (text: string, format: 'text' | 'openmetrics' = 'text') =>
  parseExposition(text, format, 'here');

describe('the text format', () => {
  test.each([
    ['plain 1', { name: 'plain', labels: {}, value: 1 }],
    ['a:b_c{} 1.5e3', { name: 'a:b_c', labels: {}, value: 1500 }],
    ['x{l="v"} 2', { name: 'x', labels: { l: 'v' }, value: 2 }],
    ['x{ l = "v" , m="w", } -2', { name: 'x', labels: { l: 'v', m: 'w' }, value: -2 }],
    ['x {l="v"} 2 1395066363000', { name: 'x', labels: { l: 'v' }, value: 2, timeMs: 1395066363000 }],
    [String.raw`x{l="a\"b\\c\nd"} 1`, { name: 'x', labels: { l: 'a"b\\c\nd' }, value: 1 }],
    ['x{l="{,}=#"} 1', { name: 'x', labels: { l: '{,}=#' }, value: 1 }],
    ['x +Inf', { name: 'x', labels: {}, value: Number.POSITIVE_INFINITY }],
    ['x -Inf', { name: 'x', labels: {}, value: Number.NEGATIVE_INFINITY }],
    ['x NaN', { name: 'x', labels: {}, value: Number.NaN }],
    ['x .5', { name: 'x', labels: {}, value: 0.5 }],
    ['\tx\t7\t', { name: 'x', labels: {}, value: 7 }],
    ['{"with.dots", "l.x"="v"} 3', { name: 'with.dots', labels: { 'l.x': 'v' }, value: 3 }],
  ])('reads %j', (line, sample) => {
    expect(parse(line)).toEqual({ samples: [sample], types: new Map(), problems: [] });
  });

  test('reads histograms and summaries as their samples, and their types', () => {
    const text = `# HELP h A histogram.\n# TYPE h histogram\nh_bucket{le="0.5"} 3\nh_bucket{le="+Inf"} 4\nh_sum 1.5\nh_count 4
# TYPE s summary\ns{quantile="0.99"} 7\n`;
    const { samples, types, problems } = parse(text);
    expect(samples.map(({ name, labels, value }) => [name, labels.le ?? labels.quantile, value])).toEqual([
      ['h_bucket', '0.5', 3],
      ['h_bucket', '+Inf', 4],
      ['h_sum', undefined, 1.5],
      ['h_count', undefined, 4],
      ['s', '0.99', 7],
    ]);
    expect(types).toEqual(
      new Map([
        ['h', 'histogram'],
        ['s', 'summary'],
      ]),
    );
    expect(problems).toEqual([]);
  });

  test.each([
    ['x', 'a value that is no number'],
    ['x one', 'a value that is no number'],
    ['x 0x10', 'a value that is no number'],
    ['x 1 yesterday', 'a time that is no number'],
    ['x 1 2 3', 'more than a value and a time'],
    ['{l="v"} 1', 'no metric name at the start of a line'],
    ['9x 1', 'no metric name at the start of a line'],
    ['x{l="v} 1', 'labels that do not end or are not name="value"'],
    ['x{l=v} 1', 'labels that do not end or are not name="value"'],
    ['x{l="v"', 'labels that do not end or are not name="value"'],
    ['<html>', 'no metric name at the start of a line'],
  ])('skips %j, says why and keeps the lines around it', (line, reason) => {
    const { samples, problems } = parse(`before 1\n${line}\nafter 2\n${line}\n`);
    expect(samples.map(({ name }) => name)).toEqual(['before', 'after']);
    expect(problems).toEqual([
      { kind: 'malformed', where: 'here line 2', message: expect.stringContaining(reason), count: 2 },
    ]);
  });

  test('reads lines that end in carriage returns and text without a last newline', () => {
    expect(parse('x 1\r\ny 2').samples.map(({ value }) => value)).toEqual([1, 2]);
  });

  test('gives nothing for an empty text', () => {
    expect(parse('')).toEqual({ samples: [], types: new Map(), problems: [] });
  });
});

describe('OpenMetrics', () => {
  test('times are seconds, exemplars are passed over and EOF ends the text', () => {
    const text =
      '# TYPE x counter\n# UNIT x bytes\nx_total 5 1520879607.789\nx_bucket{le="1"} 3 # {id="a"} 0.6 1.5\n# EOF\n';
    const { samples, problems } = parse(text, 'openmetrics');
    expect(problems).toEqual([]);
    expect(samples).toEqual([
      { name: 'x_total', labels: {}, value: 5, timeMs: 1520879607789 },
      { name: 'x_bucket', labels: { le: '1' }, value: 3 },
    ]);
  });

  test('a text that was cut short says so and keeps what came', () => {
    const { samples, problems } = parse('x 1\n', 'openmetrics');
    expect(samples).toHaveLength(1);
    expect(problems[0]?.message).toContain('no # EOF');
  });
});

test.each([
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['text/plain; version=0.0.4', 'text'],
  [null, 'text'],
])('the content type %j announces %s', (contentType, format) => {
  expect(formatOf(contentType)).toBe(format);
});
