import { createBrailleCanvas } from '../../../app/plot/braille-canvas.ts';
import { terminalChart } from '../../../app/plot/terminal-chart.ts';
import { fakeChart, withHistory } from './fake-chart.ts';

const plain = { columns: 80, rows: 12, hasColour: false };
const linesOf = (text: string) => text.split('\n').slice(0, -1);
const isBraille = (letter: string) => /[\u2801-\u28ff]/.test(letter);

test('a canvas sets the dots of a line, and none outside', () => {
  const canvas = createBrailleCanvas(2, 1);
  canvas.line(0, 0, 3, 3);
  expect([canvas.at(0, 0), canvas.at(1, 0)]).toEqual(['⠑', '⢄']);
  canvas.line(-5, -5, -1, 9);
  expect([canvas.at(0, 0), canvas.at(1, 0)]).toEqual(['⠑', '⢄']);
  expect(createBrailleCanvas(1, 1).at(0, 0)).toBeUndefined();
});

test.each([40, 57, 80, 200])('no line is longer than a terminal of %i characters', (columns) => {
  const lines = linesOf(terminalChart(fakeChart({ title: 't'.repeat(300) }), { ...plain, columns }));
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
  expect(lines).toHaveLength(2 + 12 + 2 + 1);
});

test('history is left of the forecast, and the interval shaded right of it alone', () => {
  const body = linesOf(terminalChart(fakeChart(), plain)).slice(2, 14);
  const now = Math.max(...body.map((line) => line.indexOf('┊')));
  expect(now).toBeGreaterThan(55);
  const shaded = body.flatMap((line) => [...line].flatMap((letter, i) => (letter === '░' ? [i] : [])));
  expect(shaded.length).toBeGreaterThan(20);
  expect(Math.min(...shaded)).toBeGreaterThan(now);
  for (let column = 8; column < 78; column++)
    expect(body.some((line) => isBraille([...line][column] ?? ''))).toBe(true);
});

test('axes have labels: values at the left, times below, and what is what', () => {
  const lines = linesOf(terminalChart(fakeChart(), plain));
  expect(lines.slice(0, 2)).toEqual(['orders', 'SARIMA(1,1,1)(0,1,1)24']);
  expect(
    lines
      .slice(2, 14)
      .filter((line) => line.includes('┤'))
      .map((line) => line.trim().split(' ')[0]),
  ).toEqual(['120', '100', '80', '60']);
  expect(lines[14]).toMatch(/└.*┬/);
  expect(lines[15]?.trim().split(/ {2,}/)).toEqual(['1 May', '2 May', '3 May', '4 May']);
  expect(lines[16]).toMatch(/history .* forecast .* 95 % interval .* time in UTC$/);
});

test('a gap in history is a gap in the drawing', () => {
  const gap = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [30 + i, Number.NaN]));
  const count = (text: string) => [...text].filter(isBraille).length;
  expect(count(terminalChart(withHistory(fakeChart(), gap), plain))).toBeLessThan(
    0.85 * count(terminalChart(fakeChart(), plain)),
  );
});

test('colours are there when they are wanted, and nothing else of the text differs', () => {
  const coloured = terminalChart(fakeChart(), { ...plain, hasColour: true });
  expect(coloured).toContain('\u001b[33m');
  const bare = coloured
    .split('\u001b')
    .map((part) => part.replace(/^\[\d+m/, ''))
    .join('');
  const trimmed = linesOf(bare).map((line) => line.trimEnd());
  expect(trimmed).toEqual(linesOf(terminalChart(fakeChart(), plain)));
});

test('names cannot move the cursor', () => {
  const text = terminalChart(fakeChart({ title: 'a\u001b[2Jb\nc' }), plain);
  expect(text).not.toContain('\u001b');
  expect(linesOf(text)[0]).toBe('a [2Jb c');
});

test('one step ahead of one value is drawn', () => {
  const one = Float64Array.of(5);
  const text = terminalChart(
    {
      ...fakeChart({ isTimed: false }),
      history: { times: Float64Array.of(0), values: one },
      forecast: { times: Float64Array.of(1), mean: one, lower: one, upper: one },
    },
    plain,
  );
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  expect(text).toContain('row of the file');
  expect([...text].some(isBraille)).toBe(true);
});
