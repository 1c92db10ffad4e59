import { cadenceMs, cadencesOf } from '../../../lib/domain/cost/poll-plan.ts';
import { latenessOf, polledLateness } from '../../../lib/domain/rules/options.ts';

const minute = 60_000;

test('with the usual cadences points are as late as polled points are by default', () => {
  expect(latenessOf(cadenceMs)).toEqual(polledLateness);
});

test('a point waits for its interval, and then for the collector where that runs rarely', () => {
  const cadences = cadencesOf({ criticalMinutes: 1, normalMinutes: 30, slowMinutes: 120 });
  expect(latenessOf(cadences, 10 * minute)).toEqual({
    critical: 11 * minute,
    normal: 40 * minute,
    slow: 130 * minute,
  });
});

test('a collector that runs each minute finds nothing before AWS has published it', () => {
  expect(latenessOf(cadenceMs, minute).critical).toBe(10 * minute);
});
