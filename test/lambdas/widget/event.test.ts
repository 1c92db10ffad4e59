import { askOf, canvasOf } from '../../../lambdas/widget/event.ts';
import { day, eventOf, hour, nowMs } from './given.ts';

const asked = (params: Readonly<Record<string, unknown>>, context = {}) =>
  askOf(eventOf(params, context), nowMs);

test('a forecast is asked for by signal, cluster, labels and how many', () => {
  expect(asked({ kind: 'forecast', signal: 'disk_used', cluster: 'orders', broker: 2, show: 3 })).toEqual({
    kind: 'forecast',
    signal: 'disk_used',
    cluster: 'orders',
    labels: { broker: '2' },
    show: 3,
    spanMs: day,
  });
});

test.each([
  [{ start: nowMs - 6 * hour }, 6 * hour],
  [{ start: nowMs - 60 }, hour],
  [{ start: nowMs - 90 * day }, 7 * day],
  [{ start: nowMs - day, zoom: { start: nowMs - 2 * hour } }, 2 * hour],
  [{}, day],
  [{ start: 'yesterday' }, day],
])(
  'the range %j looks back %d ms: an hour at least, a week at most, a day when it is not said',
  (timeRange, ms) => {
    expect(asked({ kind: 'forecast', signal: 'disk_used' }, { timeRange })).toMatchObject({ spanMs: ms });
  },
);

test.each([
  [undefined, 'kind: got nothing, allowed: forecast, incidents, capacity, costs'],
  ['alarms', 'kind: got "alarms", allowed: forecast, incidents, capacity, costs'],
  [{}, 'kind: got object, allowed: forecast, incidents, capacity, costs'],
])('refuses the kind %j in one line', (kind, reason) => {
  expect(asked({ kind })).toEqual({ kind: 'wrong', reason });
});

test('refuses a forecast of no signal', () => {
  expect(asked({ kind: 'forecast' })).toMatchObject({
    kind: 'wrong',
    reason: expect.stringMatching(/^signal/),
  });
});

test('more series than a widget takes are six, fewer than one is one', () => {
  expect(asked({ kind: 'forecast', signal: 'disk_used', show: 99 })).toMatchObject({ show: 6 });
  expect(asked({ kind: 'forecast', signal: 'disk_used', show: -1 })).toMatchObject({ show: 1 });
});

test('lines of an estimate that are none are left out', () => {
  const lines = [
    { what: 'polls', monthlyUsd: 3 },
    { what: 'x' },
    null,
    'y',
    { what: 'z', monthlyUsd: Number.NaN },
  ];
  expect(asked({ kind: 'costs', lines, asOf: '2026-11', budgetUsd: -1 })).toEqual({
    kind: 'costs',
    lines: [{ what: 'polls', monthlyUsd: 3 }],
    asOf: '2026-11',
  });
});

test('parameters that are in the context alone count as well', () => {
  expect(askOf({ widgetContext: { params: { kind: 'incidents' } } }, nowMs)).toEqual({ kind: 'incidents' });
});

test('an unknown theme is the light one, and a size that is none the usual one', () => {
  const widgetContext = { theme: 'blue', width: 'wide', height: Number.NaN };
  expect(canvasOf({ widgetContext })).toEqual({ theme: 'light', width: 580, height: 340 });
  expect(canvasOf({ widgetContext: { theme: 'dark', width: 9, height: 99_999 } })).toEqual({
    theme: 'dark',
    width: 240,
    height: 4000,
  });
});
