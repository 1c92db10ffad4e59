import type { ChartJson } from '../../../app/server/api-types.ts';
import { tileMeasures } from '../../../app/server/tiles.ts';
import { signals } from '../../../lib/domain/catalogue/index.ts';
import { clusterName } from '../fake-series.ts';
import { askJson, type Served, serveFake } from './served.ts';

const hour = 3_600_000;
const day = 24 * hour;
let server: Served;
beforeAll(async () => {
  server = await serveFake();
});
afterAll(() => server.close());

const points = (query: string) =>
  askJson<ChartJson>(server, `/api/points?cluster=${clusterName}&${query}&width=600`);

test('a chart has the newest points of each line with band, anomalies and the forecast ahead', async () => {
  const { lines, nowMs, fromMs, toMs, omitted } = await points(
    `signal=bytes_in&span=${day}&ahead=${4 * hour}`,
  );
  expect([nowMs - fromMs, omitted]).toEqual([day, 0]);
  expect(toMs - nowMs).toBeGreaterThanOrEqual(4 * hour);
  expect(lines.map(({ label }) => label)).toEqual(['broker 1', 'broker 2', 'broker 3']);
  const [{ t = [], v = [], band, anomalies, forecast } = {}] = lines;
  expect(t.at(-1)).toBe(nowMs);
  expect(v).toHaveLength(t.length);
  expect(band?.t).toHaveLength(band?.lower.length ?? -1);
  for (const { value, upper } of anomalies ?? []) expect(value).toBeGreaterThan(upper);
  expect(forecast?.mean).toHaveLength(forecast?.t.length ?? -1);
  expect(Math.max(...(forecast?.t ?? []))).toBeLessThanOrEqual(toMs);
  expect(forecast).toMatchObject({ level: 0.95, backtest: { error: 4.2, naiveError: 5.1 } });
});

test('no forecast is sent when nothing ahead is asked for', async () => {
  const { lines, nowMs } = await points(`signal=bytes_in&span=${day}`);
  for (const { forecast } of lines) {
    for (const t of forecast?.t ?? []) expect(t).toBeLessThanOrEqual(nowMs + 300_000);
  }
});

test('eight weeks are sent as few points as the width can show', async () => {
  const { lines, stepMs } = await points(`signal=cpu_user&span=${56 * day}`);
  expect(stepMs).toBeGreaterThanOrEqual(hour);
  for (const { t } of lines) expect(t.length).toBeLessThanOrEqual(600);
});

test('too many lines are cut to the most harmful, and the rest is counted', async () => {
  const { lines, omitted } = await points('signal=bytes_in_topic&lines=5');
  const all = await points('signal=bytes_in_topic&lines=50');
  const newest = ({ v }: ChartJson['lines'][number]) => v.at(-1) ?? 0;
  expect([lines.length, omitted, all.lines.length]).toEqual([5, 7, 12]);
  const highest = all.lines.map(newest).sort((a, b) => b - a)[0];
  expect(lines.map(newest)).toContain(highest);
});

test('a filter keeps its topic, and lines that are about no topic', async () => {
  const { lines } = await points('signal=bytes_in_topic&topic=orders&broker=2');
  expect(lines.map(({ label }) => label)).toEqual(['broker 2 · orders']);
  expect((await points('signal=cpu_user&topic=orders')).lines).toHaveLength(3);
});

test('an unknown signal is a chart without lines', async () => {
  expect(await points('signal=none')).toMatchObject({ lines: [], omitted: 0 });
});

test('tiles show signals of the catalogue in their own unit', () => {
  for (const { signals: ids, unit } of tileMeasures) {
    for (const id of ids) expect([id, signals.find((own) => own.id === id)?.unit]).toEqual([id, unit]);
  }
});
