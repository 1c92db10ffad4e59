import { cluster, day, eventOf, given, hour, incidentOf, minute, nowMs, rowsIn } from './given.ts';

const ask = eventOf({ kind: 'incidents' }, { width: 1000 });

test('open incidents come first, the worst before the newer; then those that are over', async () => {
  const { incidents, handler } = given();
  const over = { status: 'resolved', resolvedAtMs: nowMs - day } as const;
  for (const one of [
    incidentOf({ id: 'a', severity: 'warning', title: 'W', triggeredAtMs: nowMs - minute }),
    incidentOf({ id: 'b', severity: 'critical', title: 'C', triggeredAtMs: nowMs - 3 * hour }),
    incidentOf({ id: 'c', severity: 'critical', title: 'O', triggeredAtMs: nowMs - day - hour, ...over }),
    incidentOf({ id: 'd', severity: 'error', title: 'E', status: 'acknowledged' }),
  ])
    await incidents.put(one);
  const html = await handler(ask);
  expect(rowsIn(html).map((cells) => cells.slice(0, 4))).toEqual([
    ['critical', 'C', 'orders, broker 2', '3 h'],
    ['error, seen', 'E', 'orders, broker 2', '1 h'],
    ['warning', 'W', 'orders, broker 2', '1 min'],
    ['over', 'O', 'orders, broker 2', '1 d ago, took 1 h'],
  ]);
  expect(html).toContain('3 open.');
});

test('an incident opens the runbook of its rule, its first command filled in', async () => {
  const { incidents, handler } = given();
  await incidents.put(incidentOf({ id: 'a' }));
  const html = await handler(ask);
  expect(html).toContain('<a>Runbook</a><cwdb-action action="html" display="popup">');
  expect(html).toMatch(/<h2>A data disk is filling<\/h2>.*--broker-list 2.*<h3>Solutions<\/h3>/s);
});

test('names chosen by others are text and never markup', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'&';
  const { incidents, handler } = given();
  await incidents.put(
    incidentOf({
      id: 'a',
      title: evil,
      rule: 'lag_seconds_high',
      entity: { cluster: cluster.id, group: evil, topic: evil },
    }),
  );
  const html = await handler(ask);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
});

test('the incidents of one cluster are those of its name', async () => {
  const { incidents, handler } = given();
  await incidents.put(incidentOf({ id: 'a' }));
  expect(rowsIn(await handler(eventOf({ kind: 'incidents', cluster: 'orders' })))).toHaveLength(1);
  expect(await handler(eventOf({ kind: 'incidents', cluster: 'clicks' }))).toContain('No incidents.');
});

test('all that is open is shown, however small the widget', async () => {
  const { incidents, handler } = given();
  for (let i = 0; i < 30; i++) await incidents.put(incidentOf({ id: `i${i}` }));
  expect(rowsIn(await handler(eventOf({ kind: 'incidents' }, { height: 100 })))).toHaveLength(30);
});

test('an incident of a rule that is gone has no runbook and is shown all the same', async () => {
  const { incidents, handler } = given();
  await incidents.put(incidentOf({ id: 'a', rule: 'gone' }));
  expect(rowsIn(await handler(ask))).toEqual([
    ['error', 'Data disk over 85 %', 'orders, broker 2', '1 h', ''],
  ]);
});
