import { eventOf, given, rowsIn } from './given.ts';

test('asked to describe itself, the function gives its documentation as markdown', async () => {
  const text = await given().handler({ describe: true });
  expect(text).toMatch(/^## Tidewatch/);
  for (const kind of ['forecast', 'incidents', 'capacity', 'costs']) expect(text).toContain(`\`${kind}\``);
});

test.each(['forecast', 'incidents', 'capacity'])(
  'with its store down, the widget of %s says so, warns, and does not fail',
  async (kind) => {
    const { store, incidents, warnings, handler } = given();
    store.isDown = true;
    incidents.isDown = true;
    expect(await handler(eventOf({ kind, signal: 'disk_used' }))).toContain('The store does not answer');
    expect(warnings).toHaveLength(1);
  },
);

test('what is no fault of the store is not hidden', async () => {
  const { handler } = given({ clusters: () => Promise.reject(new TypeError('a mistake')) });
  await expect(handler(eventOf({ kind: 'capacity' }))).rejects.toThrow('a mistake');
});

test('an ask that cannot be understood is said in the widget, its words as text', async () => {
  const html = await given().handler(eventOf({ kind: '<b>' }));
  expect(html).toContain('kind: got &quot;&lt;b&gt;&quot;');
  expect(html).not.toContain('<b>');
});

test('an event without a context is drawn with the usual size', async () => {
  expect(await given().handler({ kind: 'incidents' })).toContain('No incidents.');
});

test('the estimate has its dearest line first, its sum, and its share of the budget', async () => {
  const lines = [
    { what: 'a key', monthlyUsd: 1 },
    { what: '<polls>', monthlyUsd: 20 },
  ];
  const html = await given().handler(eventOf({ kind: 'costs', lines, asOf: '2026-11', budgetUsd: 42 }));
  expect(rowsIn(html).map(([what, usd]) => [what, usd])).toEqual([
    ['&lt;polls&gt;', '20.00'],
    ['a key', '1.00'],
  ]);
  expect(html).toContain('21.00 US$ a month');
  expect(html).toContain('50 % of the budget of 42.00');
  expect(html).toContain('prices of 2026-11');
});

test('without an estimate the widget says so', async () => {
  expect(await given().handler(eventOf({ kind: 'costs' }))).toContain('No estimate.');
});

test('no widget runs a script or loads anything', async () => {
  const html = await given().handler(eventOf({ kind: 'incidents' }));
  expect(html).not.toMatch(/<script|<link|url\(|@import|src=/);
});
