import { limitedSignals } from '../../../lambdas/widget/limits.ts';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import { cluster, day, eventOf, forecastOf, given, nowMs, rowsIn } from './given.ts';

const ask = eventOf({ kind: 'capacity' }, { width: 1000, height: 600 });

test('rows are by the time to the limit: the soonest first, then those not reached, the nearest first', async () => {
  const { store, handler } = given();
  await store.writeForecasts([
    forecastOf('disk_used', { broker: '1' }, [20, 30]),
    forecastOf('disk_used', { broker: '2' }, [70, 95]),
    forecastOf('disk_used', { broker: '3' }, [60, 61]),
    forecastOf('disk_used', { broker: '4' }, [84, 99]),
  ]);
  const rows = rowsIn(await handler(ask));
  expect(rows.map(([, , where]) => where)).toEqual([
    'orders, broker 4',
    'orders, broker 2',
    'orders, broker 3',
    'orders, broker 1',
  ]);
  expect(rows[0]).toEqual([
    expect.stringMatching(/^4 h 30 min earliest now$/),
    'Data disk used',
    'orders, broker 4',
    '84 %',
    '85 %',
  ]);
  expect(rows[2]?.[0]).toMatch(/^not in 1 d 23 h/);
});

test('a forecast that is a day old says nothing any more, and comes last', async () => {
  const { store, handler } = given();
  await store.writeForecasts([
    forecastOf('disk_used', { broker: '1' }, [84, 99], { originMs: nowMs - 1.5 * day }),
    forecastOf('disk_used', { broker: '2' }, [20, 21]),
  ]);
  const rows = rowsIn(await handler(ask));
  expect(rows.map(([reached]) => reached)).toEqual([expect.stringMatching(/^not in/), 'forecast too old']);
});

test('limits that follow from the cluster are taken from what is known of it', async () => {
  const own = { ...cluster, type: 'self_managed' } as const;
  const clusters = [
    { ...own, storageGib: 100 },
    { ...own, id: 'a/b/bare', name: 'bare' },
  ];
  const { store, handler } = given({ clusters: async () => clusters });
  const gib = 1024 ** 3;
  await store.writeForecasts(
    clusters.map((of) => forecastOf('log_bytes', { broker: '1' }, [50 * gib, 60 * gib], { of })),
  );
  expect(rowsIn(await handler(ask)).map(([, , where, , limit]) => [where, limit])).toEqual([
    ['orders, broker 1', '85 GiB'],
  ]);
});

test('clusters of one name are told apart by their regions', async () => {
  const twin = { ...cluster, id: '111122223333/us-east-1/orders', region: 'us-east-1' };
  const { store, handler } = given({ clusters: async () => [cluster, twin] });
  await store.writeForecasts(
    [cluster, twin].map((of) => forecastOf('disk_used', { broker: '1' }, [10, 11], { of })),
  );
  expect(rowsIn(await handler(ask)).map(([, , where]) => where)).toEqual([
    'orders (eu-west-1), broker 1',
    'orders (us-east-1), broker 1',
  ]);
});

test('a table that is too long for the widget says how much is missing', async () => {
  const { store, handler } = given();
  await store.writeForecasts(
    Array.from({ length: 40 }, (_, i) => forecastOf('disk_used', { broker: String(i) }, [10, 11])),
  );
  const html = await handler(eventOf({ kind: 'capacity' }, { width: 1000, height: 344 }));
  expect(rowsIn(html)).toHaveLength(10);
  expect(html).toContain('and 30 more');
});

test('without forecasts the widget says when there will be some', async () => {
  expect(await given().handler(ask)).toContain('No forecast with a limit yet.');
});

test('there is something to be limited: disks and lag', () => {
  expect(limitedSignals(rules)).toEqual(expect.arrayContaining(['disk_used', 'lag_seconds']));
});
