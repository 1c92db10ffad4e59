import { samplesOf } from '../../../lib/domain/series/samples.ts';
import { eventOf, forecastOf, given, hour, minute, nowMs, seriesOf, verdictOf } from './given.ts';

const ask = (params = {}, context = {}) =>
  eventOf({ kind: 'forecast', signal: 'disk_used', cluster: 'orders', ...params }, context);

/** Points every 5 minutes over the last hours, of one value. */
function points(signal: string, labels: { broker?: string }, value: number, hours = 3) {
  const count = (hours * hour) / (5 * minute);
  const pairs = Array.from({ length: count }, (_, i) => [nowMs - (count - i) * 5 * minute, value] as const);
  return samplesOf(seriesOf(signal, labels), pairs).samples;
}

/** Every number in the paths of a class. */
function pathsOf(html: string, name: string): readonly string[] {
  return [...html.matchAll(new RegExp(`<path class="${name}" d="([^"]*)"`, 'g'))].map(([, d = '']) => d);
}

test('a picture has the measured line, the expected band, the forecast with its interval, and the limit', async () => {
  const { store, handler } = given();
  await store.write([points('disk_used', { broker: '1' }, 70)]);
  await store.writeVerdicts(
    [3, 2, 1].map((n) =>
      verdictOf('disk_used', { broker: '1' }, nowMs - n * 5 * minute, { lower: 69, upper: 71, observed: 70 }),
    ),
  );
  await store.writeForecasts([forecastOf('disk_used', { broker: '1' }, [70, 95])]);
  const html = await handler(ask());
  for (const name of ['measured', 'expected', 'ahead', 'interval', 'limit', 'now'])
    expect([name, pathsOf(html, name).length]).toEqual([name, 1]);
  expect(html).toContain('orders, broker 1');
  expect(html).toMatch(/now 70 %; at 85 % in 1 d 5 h, earliest in 1 d 1 h/);
  expect(html).not.toMatch(/NaN|Infinity|undefined/);
});

test('points that are not as expected are marked, and only those', async () => {
  const { store, handler } = given();
  await store.writeForecasts([forecastOf('disk_used', { broker: '1' }, [10, 12])]);
  await store.writeVerdicts([
    verdictOf('disk_used', { broker: '1' }, nowMs - 10 * minute, {}),
    verdictOf('disk_used', { broker: '1' }, nowMs - 5 * minute, { observed: 40, isAnomaly: true }),
  ]);
  expect((await handler(ask())).match(/class="anomaly"/g)).toHaveLength(1);
});

test('the series that reaches its limit first is drawn first, whatever its value now', async () => {
  const { store, handler } = given();
  await store.writeForecasts([
    forecastOf('disk_used', { broker: '1' }, [84, 84]),
    forecastOf('disk_used', { broker: '2' }, [20, 99]),
    forecastOf('disk_used', { broker: '3' }, [20, 40]),
  ]);
  const one = await handler(ask());
  expect(one).toContain('orders, broker 2');
  expect(one).not.toContain('broker 1');
  expect(one).toContain('1 of 3 series');
  const all = await handler(ask({ show: 3 }));
  expect(all.indexOf('broker 2')).toBeLessThan(all.indexOf('broker 1'));
  expect(all.indexOf('broker 1')).toBeLessThan(all.indexOf('broker 3'));
});

test('where low is what hurts, the lowest forecast is the most urgent', async () => {
  const { store, handler } = given();
  await store.writeForecasts([
    forecastOf('request_handler_idle', { broker: '1' }, [90, 80]),
    forecastOf('request_handler_idle', { broker: '2' }, [60, 30]),
  ]);
  expect(await handler(ask({ signal: 'request_handler_idle' }))).toContain('orders, broker 2');
});

test('labels narrow the series down', async () => {
  const { store, handler } = given();
  await store.writeForecasts([
    forecastOf('disk_used', { broker: '1' }, [84, 99]),
    forecastOf('disk_used', { broker: '2' }, [20, 21]),
  ]);
  expect(await handler(ask({ broker: '2' }))).toContain('orders, broker 2');
});

test('a series without a forecast is drawn as it was', async () => {
  const { store, handler } = given();
  await store.write([points('disk_used', { broker: '1' }, 70)]);
  const html = await handler(ask());
  expect(html).toContain('now 70 %; no forecast yet');
  expect(pathsOf(html, 'measured')).toHaveLength(1);
  expect(pathsOf(html, 'ahead')).toHaveLength(0);
});

test('a gap in the points is a gap in the line', async () => {
  const { store, handler } = given();
  const at = (n: number) => [nowMs - n * 5 * minute, 50] as const;
  const pairs = [40, 39, 38, 37, 10, 9, 8].map(at);
  await store.write([samplesOf(seriesOf('disk_used', { broker: '1' }), pairs).samples]);
  expect(pathsOf(await handler(ask()), 'measured')).toHaveLength(2);
});

test('a forecast that begins beyond its limit says so', async () => {
  const { store, handler } = given();
  await store.writeForecasts([forecastOf('disk_used', { broker: '1' }, [90, 95])]);
  expect(await handler(ask())).toContain('at 85 % already');
});

test('a limit far away does not flatten the picture', async () => {
  const { store, handler } = given();
  const labels = { group: 'billing', topic: 'orders' };
  await store.writeForecasts([forecastOf('lag_seconds', labels, [2, 3], { spread: 1 })]);
  const html = await handler(ask({ signal: 'lag_seconds' }));
  expect(html).toContain('↑ limit');
  expect(pathsOf(html, 'limit')).toHaveLength(0);
});

test.each([
  ['disk_used', 'Nothing is known of disk_used on orders.'],
  ['no_such_signal', 'Nothing is known of no_such_signal on orders.'],
])('without data of %s the widget says so', async (signal, words) => {
  expect(await given().handler(ask({ signal }))).toContain(words);
});

test('a cluster that is not known is said, and nothing of another one is drawn', async () => {
  const { store, handler } = given();
  await store.writeForecasts([forecastOf('disk_used', { broker: '1' }, [70, 95])]);
  expect(await handler(ask({ cluster: 'clicks' }))).toContain('Nothing is known of disk_used on clicks.');
});

test('values that are not finite leave no trace of themselves', async () => {
  const { store, handler } = given();
  const broken = forecastOf('disk_used', { broker: '1' }, [70, 80]);
  broken.mean[5] = Number.NaN;
  broken.upper[6] = Number.POSITIVE_INFINITY;
  await store.writeForecasts([broken]);
  expect(await handler(ask())).not.toMatch(/NaN|Infinity/);
});

test('light and dark differ in their colours alone', async () => {
  const { store, handler } = given();
  await store.write([points('disk_used', { broker: '1' }, 70)]);
  await store.writeForecasts([forecastOf('disk_used', { broker: '1' }, [70, 95])]);
  const [light, dark] = [await handler(ask()), await handler(ask({}, { theme: 'dark' }))];
  const colourless = (html: string) => html.replace(/#[0-9a-f]{6}/g, '#');
  expect(light).not.toBe(dark);
  expect(colourless(light)).toBe(colourless(dark));
});

test('several pictures share the room evenly', async () => {
  const { store, handler } = given();
  await store.writeForecasts(
    ['1', '2', '3', '4'].map((broker) => forecastOf('disk_used', { broker }, [10, 20])),
  );
  const html = await handler(ask({ show: 4 }, { width: 1200, height: 600 }));
  const widths = [...html.matchAll(/role="img"/g)];
  expect(widths).toHaveLength(4);
  expect(new Set([...html.matchAll(/<div style="width:(\d+)px">/g)].map(([, width]) => width))).toEqual(
    new Set(['588']),
  );
});
