import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { createSeries, type Series } from '../../lib/domain/series/series.ts';
import type { MetricStore } from '../../lib/ports/metric-store.ts';

const t0 = Date.UTC(2026, 0, 5);
const minute = 60_000;
const bytesIn = createSeries('bytes_in', { cluster: 'a/r/orders', broker: '1' });
const cpu = createSeries('cpu_user', { cluster: 'a/r/orders', broker: "we,ird='1'" });
const other = createSeries('bytes_in', { cluster: 'a/r/other', broker: '1' });

/** Samples of a series a minute apart from `fromMs` on. */
function minutes(series: Series, fromMs: number, values: readonly number[]): Samples {
  return {
    series,
    timesMs: Float64Array.from(values, (_, i) => fromMs + i * minute),
    values: Float64Array.from(values),
  };
}

export interface StoreAbilities {
  /** `false` where the service removes old points by itself. @default true */
  readonly prunes?: boolean;
}

/** What every store must do. `make` opens an empty store for each test. */
export function metricStoreContract(
  name: string,
  make: () => Promise<MetricStore>,
  { prunes = true }: StoreAbilities = {},
): void {
  describe(`${name} keeps the contract of a metric store`, () => {
    let store: MetricStore;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());
    const all = { fromMs: t0, toMs: t0 + 3_600_000 };

    test('an empty store gives empty lists', async () => {
      expect(await store.read(all)).toEqual([]);
      expect(await store.series({})).toEqual([]);
      expect(await store.readVerdicts(all)).toEqual([]);
      expect(await store.readForecasts({})).toEqual([]);
    });

    test('points come back as they were written, sorted by series key', async () => {
      const written = [minutes(cpu, t0, [0.1, 1e-9]), minutes(bytesIn, t0, [1.5, 2.25, -3])];
      expect(await store.write(written)).toEqual({ written: 5, rejected: [] });
      expect(await store.read(all)).toEqual([written[1], written[0]]);
    });

    test('the same point twice is one point and the later write wins', async () => {
      await store.write([minutes(bytesIn, t0, [1, 2, 3])]);
      await store.write([minutes(bytesIn, t0 + minute, [20, 3])]);
      expect(await store.read(all)).toEqual([minutes(bytesIn, t0, [1, 20, 3])]);
    });

    test('points written out of order come back in order', async () => {
      await store.write([minutes(bytesIn, t0 + 2 * minute, [3])]);
      await store.write([minutes(bytesIn, t0, [1, 2])]);
      expect(await store.read(all)).toEqual([minutes(bytesIn, t0, [1, 2, 3])]);
    });

    test('the range includes its start and excludes its end', async () => {
      await store.write([minutes(bytesIn, t0, [1, 2, 3])]);
      expect(await store.read({ fromMs: t0 + minute, toMs: t0 + 2 * minute })).toEqual([
        minutes(bytesIn, t0 + minute, [2]),
      ]);
    });

    test('cluster, signals and keys narrow a reading together', async () => {
      await store.write([minutes(bytesIn, t0, [1]), minutes(cpu, t0, [2]), minutes(other, t0, [3])]);
      const keysOf = async (filter: object) =>
        (await store.read({ ...all, ...filter })).map((s) => s.series.key);
      expect(await keysOf({ cluster: 'a/r/orders' })).toEqual([bytesIn.key, cpu.key]);
      expect(await keysOf({ signals: ['bytes_in'] })).toEqual([bytesIn.key, other.key]);
      expect(await keysOf({ keys: [cpu.key, other.key] })).toEqual([other.key, cpu.key].sort());
      expect(await keysOf({ cluster: 'a/r/orders', signals: ['bytes_in'] })).toEqual([bytesIn.key]);
      expect(await keysOf({ keys: [] })).toEqual([]);
    });

    test.each([
      ['average', 2],
      ['max', 4],
      ['min', 0],
      ['sum', 10],
      ['last', 4],
    ] as const)('downsampling by %s puts the value at the start of its step', async (rollup, first) => {
      await store.write([minutes(bytesIn, t0, [0, 1, 2, 3, 4, 50])]);
      expect(await store.read({ ...all, stepMs: 5 * minute, rollup })).toEqual([
        {
          series: bytesIn,
          timesMs: Float64Array.of(t0, t0 + 5 * minute),
          values: Float64Array.of(first, 50),
        },
      ]);
    });

    test('known series tell the time of their newest point', async () => {
      await store.write([minutes(bytesIn, t0, [1, 2]), minutes(other, t0, [1])]);
      expect(await store.series({})).toEqual([
        { ...bytesIn, lastMs: t0 + minute },
        { ...other, lastMs: t0 },
      ]);
      expect(await store.series({ cluster: 'a/r/other' })).toEqual([{ ...other, lastMs: t0 }]);
    });

    test('a verdict written again replaces the one of its time', async () => {
      const verdict: Verdict = {
        series: bytesIn,
        timeMs: t0,
        observed: 5,
        expected: 1,
        lower: 0,
        upper: 2,
        score: 4.5,
        pValue: 0.001,
        isAnomaly: true,
        detector: 'residual-z',
      };
      const second = { ...verdict, timeMs: t0 + minute, isAnomaly: false };
      await store.writeVerdicts([second, { ...verdict, score: 1 }]);
      await store.writeVerdicts([verdict]);
      expect(await store.readVerdicts(all)).toEqual([verdict, second]);
      expect(await store.readVerdicts({ ...all, signals: ['cpu_user'] })).toEqual([]);
    });

    test('the newest forecast of a series is the one kept', async () => {
      const forecast: Forecast = {
        series: bytesIn,
        originMs: t0,
        stepMs: minute,
        level: 0.95,
        model: 'seasonal naive with drift, season 1 day',
        trainedFromMs: t0 - 10 * minute,
        trainedToMs: t0,
        backtest: { error: 1, naiveError: 1.5 },
        mean: Float64Array.of(1, 2),
        lower: Float64Array.of(0, 0.5),
        upper: Float64Array.of(2, 3),
      };
      const newer = { ...forecast, originMs: t0 + minute, mean: Float64Array.of(7, 8) };
      await store.writeForecasts([forecast]);
      await store.writeForecasts([newer]);
      expect(await store.readForecasts({ cluster: 'a/r/orders' })).toEqual([newer]);
      expect(await store.readForecasts({ cluster: 'a/r/other' })).toEqual([]);
    });

    if (!prunes) return;
    test('pruning removes what is older and keeps the rest', async () => {
      await store.write([minutes(bytesIn, t0, [1, 2, 3])]);
      expect(await store.prune(t0 + 2 * minute)).toBe(2);
      expect(await store.read(all)).toEqual([minutes(bytesIn, t0 + 2 * minute, [3])]);
    });
  });
}
