import { createReplay } from '../../app/replay.ts';
import { createCsvSource } from '../../lib/adapters/sources/csv/index.ts';

const minute = 60_000;
const t0 = Date.UTC(2026, 0, 1);
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => `${new Date(t0 + i * 5 * minute).toISOString()},${i}`);
const sourceOf = (lines: readonly string[]) =>
  createCsvSource({ text: ['timestamp,value', ...lines].join('\n'), series: 'load' });

test('a replay begins half way and goes on in steps of the data until just after its end', async () => {
  const { pace, problems } = await createReplay([sourceOf(rows(101))], 1e9);
  expect(problems).toEqual([]);
  expect(pace.clock.nowMs()).toBe(t0 + 250 * minute);
  expect(await pace.next()).toBe(true);
  expect(pace.clock.nowMs()).toBe(t0 + 255 * minute);
});

test('what is wrong with the rows is handed on, for a source tells it only once', async () => {
  const { problems } = await createReplay([sourceOf([...rows(20), 'no time,1', `${t0},none`])], 1);
  expect(problems.map(({ kind }) => kind).sort()).toEqual(['bad_timestamp', 'not_a_number']);
});

test('refuses files without a usable point, and says what is wrong with them', async () => {
  await expect(createReplay([sourceOf(['x,y'])], 1)).rejects.toThrow(
    /^the files hold no usable point\n.*no timestamp that can be read/,
  );
});
