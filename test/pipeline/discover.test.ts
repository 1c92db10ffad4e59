import { createSeries } from '../../lib/domain/series/series.ts';
import { discover } from '../../lib/pipeline/discover.ts';
import { bytesIn, createFakeClock, createFakeSource, diskUsed, t0, unreachable } from './ports.ts';

test('series given twice are one, and those of unknown signals are left out and reported', async () => {
  const unknown = createSeries('horoscope', { cluster: 'a/r/orders' });
  const source = createFakeSource([bytesIn, unknown, diskUsed, bytesIn], () => 1);
  const { series, problems } = await discover(source, createFakeClock(t0));
  expect(series).toEqual([bytesIn, diskUsed]);
  expect(problems).toMatchObject([{ kind: 'unknown_signal', where: 'fake', count: 1 }]);
});

test('the source is asked with the time of the clock, and its problems are passed on', async () => {
  const source = {
    ...createFakeSource([], () => 1),
    discover: async (nowMs: number) => ({
      clusters: [],
      series: [],
      problems: [{ ...unreachable, count: nowMs }],
    }),
  };
  const { problems } = await discover(source, createFakeClock(t0));
  expect(problems).toEqual([{ ...unreachable, count: t0 }]);
});
