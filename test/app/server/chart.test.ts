import type { ChartJson, LineJson } from '../../../app/server/api-types.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { anomalousMs, clusterName, samplesOf, startMs, stepMs } from '../fake-series.ts';
import { type Served, serveFake } from './served.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let served: Served;
beforeAll(async () => {
  served = await serveFake();
});
afterAll(() => served.close());

async function chart(params: Readonly<Record<string, string | number>>): Promise<ChartJson> {
  const query = new URLSearchParams({ cluster: clusterName, ...params } as Record<string, string>);
  const { status, body } = await served.json(`/api/points?${query}`);
  expect(status).toBe(200);
  return body as ChartJson;
}

function lineOf({ lines }: ChartJson, label: string): LineJson {
  const line = lines.find((own) => own.label === label);
  if (line === undefined)
    throw new RangeError(`got no line ${label}: there are ${lines.map((l) => l.label)}`);
  return line;
}

test('points are gathered into steps as the width asks, by the rollup of the signal', async () => {
  const traffic = await chart({ signal: 'bytes_in', span: dayMs, width: 50 });
  expect(traffic).toMatchObject({ fromMs: startMs - dayMs, toMs: startMs, stepMs: hourMs, omitted: 0 });
  expect(traffic.lines.map(({ label }) => label)).toEqual(['broker 1', 'broker 2', 'broker 3']);
  for (const { t } of traffic.lines) expect(t.length).toBeLessThanOrEqual(50);
  // Each whole hour averages 0 … 11 above its level; the newest holds only its first point.
  expect(lineOf(traffic, 'broker 2').v).toEqual([...Array(24).fill(205.5), 200]);
  const disk = await chart({ signal: 'disk_used', span: dayMs, width: 50 });
  expect(lineOf(disk, 'broker 2').v).toEqual([...Array(24).fill(31), 20]);
});

test.each([50, 61, 100, 333, 600])(
  'no more points than %d pixels are sent, however long the chart',
  async (width) => {
    for (const span of [hourMs, 7 * hourMs, dayMs, 2 * dayMs, 400 * dayMs]) {
      const { lines } = await chart({ signal: 'bytes_in', span, width });
      expect(lines).toHaveLength(3);
      for (const { t, band } of lines)
        expect(Math.max(t.length, band?.t.length ?? 0)).toBeLessThanOrEqual(width);
    }
  },
);

test('a wide chart has every point that is stored', async () => {
  const { t } = lineOf(await chart({ signal: 'bytes_in', span: dayMs, width: 4000 }), 'broker 1');
  expect(t).toHaveLength(289);
  expect(t.at(-1)).toBe(startMs);
});

test('the band lies on the times of its line and is rolled up like it', async () => {
  const { lines } = await chart({ signal: 'bytes_in', span: dayMs, width: 50 });
  expect(lines).toHaveLength(3);
  for (const { t, v, band } of lines) {
    expect(band?.t).toEqual(t);
    expect(band?.lower).toEqual(v.map((value) => Number(value) - 10));
    expect(band?.upper).toEqual(v.map((value) => Number(value) + 10));
  }
});

test('anomalies keep their own time and value however coarse the chart is', async () => {
  const coarse = await chart({ signal: 'bytes_in', span: dayMs, width: 50 });
  const { anomalies } = lineOf(coarse, 'broker 1');
  expect(anomalies.map(({ t }) => t)).toEqual(anomalousMs);
  const [first] = anomalousMs;
  const value = 100 + ((Number(first) / stepMs) % 12);
  expect(anomalies[0]).toEqual({
    t: first,
    value,
    expected: value,
    lower: value - 10,
    upper: value + 10,
    pValue: 1e-6,
  });
  expect(lineOf(coarse, 'broker 2').anomalies).toEqual([]);
});

test('the forecast is only what is ahead and inside the chart', async () => {
  const ahead = 2 * hourMs;
  const shown = await chart({ signal: 'bytes_in', span: dayMs, width: 600, ahead });
  expect(shown.toMs).toBe(startMs + ahead);
  const { forecast } = lineOf(shown, 'broker 3');
  expect(forecast?.t).toEqual(Array.from({ length: 24 }, (_, i) => startMs + (i + 1) * stepMs));
  expect(forecast).toMatchObject({ level: 0.95, backtest: { error: 4, naiveError: 5 } });
  expect(forecast?.mean).toEqual(Array(24).fill(300));
  expect(forecast?.lower).toEqual(Array(24).fill(295));
  expect(lineOf(await chart({ signal: 'bytes_in' }), 'broker 3').forecast).toBeUndefined();
});

test('a forecast made a while ago is shown from now on', async () => {
  const own = await serveFake();
  try {
    for (let i = 0; i < 6; i++) own.view.advance();
    const { nowMs } = own.view.status();
    const query = `cluster=${clusterName}&signal=bytes_in&ahead=${hourMs}`;
    const { lines } = (await own.json(`/api/points?${query}`)).body as ChartJson;
    const { t } = lines[0]?.forecast ?? { t: [] };
    expect([t[0], t.at(-1)]).toEqual([nowMs, nowMs + hourMs]);
  } finally {
    await own.close();
  }
});

test('a forecast of steps longer than the chart has keeps its own times', async () => {
  const series = createSeries('disk_used', { cluster: 'a/r/hourly', broker: '1' });
  const [own] = await served.view.forecasts({ signals: ['disk_used'] });
  if (own === undefined) throw new RangeError('the fake has no forecast');
  const originMs = startMs - 25 * 60_000;
  await served.view.store.write([samplesOf(series, [originMs], () => 1)]);
  await served.view.store.writeForecasts([{ ...own, series, originMs, stepMs: hourMs }]);
  const shown = await chart({ cluster: 'a/r/hourly', signal: 'disk_used', ahead: 2 * hourMs, width: 600 });
  expect(shown.lines[0]?.forecast?.t).toEqual([originMs + hourMs, originMs + 2 * hourMs]);
});

test('lines can be filtered by label', async () => {
  const one = await chart({ signal: 'lag_seconds', group: 'search' });
  expect(one.lines.map(({ label }) => label)).toEqual(['search · orders']);
  expect((await chart({ signal: 'lag_seconds', group: 'nobody' })).lines).toEqual([]);
  // A broker's series says nothing of groups, so a group chosen leaves it.
  expect((await chart({ signal: 'disk_used', group: 'search' })).lines).toHaveLength(3);
});

test('lines of several signals are named after both, in the order asked', async () => {
  const query = `/api/points?cluster=${clusterName}&signal=disk_used&signal=bytes_in&broker=2`;
  const { lines } = (await served.json(query)).body as ChartJson;
  expect(lines.map(({ label }) => label)).toEqual(['Disk used, broker 2', 'Bytes in, broker 2']);
});

test('of too many lines the highest over the whole chart are kept, and the others are counted', async () => {
  const of = (group: string) => createSeries('lag_seconds', { cluster: 'a/r/many', group, topic: 't' });
  const times = Array.from({ length: 288 }, (_, i) => startMs - i * stepMs).reverse();
  const isLast = (t: number) => (t / stepMs) % 12 === 11;
  await served.view.store.write([
    samplesOf(of('steady'), times, () => 100),
    // Higher than the other in one point of each hour, far lower on the whole.
    samplesOf(of('spiky'), times, (t) => (isLast(t) ? 600 : 0)),
    samplesOf(of('quiet'), times, () => 0),
  ]);
  for (let i = 0; i < 24; i++) {
    const to = startMs - i * stepMs;
    const { lines, omitted } = await chart({
      cluster: 'a/r/many',
      signal: 'lag_seconds',
      lines: 1,
      span: hourMs,
      to,
    });
    expect(lines.map(({ label }) => label)).toEqual(['steady · t']);
    expect(omitted).toBe(2);
  }
});

test('a chart of the past ends where it is asked to', async () => {
  const to = startMs - 6 * hourMs;
  const past = await chart({ signal: 'bytes_in', to, span: hourMs, width: 600 });
  const { t } = lineOf(past, 'broker 1');
  expect([past.fromMs, past.toMs, past.nowMs]).toEqual([to - hourMs, to, startMs]);
  expect([t[0], t.at(-1)]).toEqual([to - hourMs, to]);
});

test('nothing that matches is an empty chart', async () => {
  expect(await chart({ signal: 'never_measured' })).toMatchObject({ lines: [], omitted: 0 });
  expect(await chart({ cluster: 'a/r/none', signal: 'bytes_in' })).toMatchObject({ lines: [], omitted: 0 });
});
