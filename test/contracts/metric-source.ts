import { signalById } from '../../lib/domain/catalogue/index.ts';
import { entityKind } from '../../lib/domain/series/entity.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { parseSeriesKey } from '../../lib/domain/series/series.ts';
import type { MetricSource } from '../../lib/ports/metric-source.ts';

export interface SourceUnderTest {
  readonly source: MetricSource;
  /** A range in which the source has points. A live source is made to have gathered some by then. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The same kind of source with its target broken or gone. */
  readonly broken?: MetricSource;
}

/** What every source must do, whatever it reads. `make` is called for each test. */
export function metricSourceContract(name: string, make: () => Promise<SourceUnderTest>): void {
  describe(`${name} keeps the contract of a metric source`, () => {
    let subject: SourceUnderTest;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => {
      await subject.source.close();
      await subject.broken?.close();
    });

    test('discovery names at least one cluster and gives it an id of three parts', async () => {
      const { clusters } = await subject.source.discover(subject.toMs);
      expect(clusters.length).toBeGreaterThan(0);
      for (const cluster of clusters) expect(cluster.id.split('/')).toHaveLength(3);
    });

    test('discovered series have parsable keys, signals of the catalogue and the entity it states', async () => {
      const { series, clusters } = await subject.source.discover(subject.toMs);
      const ids = new Set(clusters.map((cluster) => cluster.id));
      for (const one of series) {
        expect(parseSeriesKey(one.key)).toEqual(one);
        expect(entityKind(one.entity)).toBe(signalById(one.signal)?.entity);
        expect(ids).toContain(one.entity.cluster);
      }
    });

    test('a range with points gives samples in order, finite, inside the range, one entry a series', async () => {
      await subject.source.discover(subject.toMs);
      const { samples } = await subject.source.read(subject);
      expect(samples.length).toBeGreaterThan(0);
      expect(new Set(samples.map((s) => s.series.key)).size).toBe(samples.length);
      for (const one of samples) expectOrderly(one, subject.fromMs, subject.toMs);
      for (const one of samples) expect(signalById(one.series.signal)).toBeDefined();
    });

    test('values respect the physical range that the catalogue states', async () => {
      await subject.source.discover(subject.toMs);
      const { samples } = await subject.source.read(subject);
      for (const { series, values } of samples) {
        const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } =
          signalById(series.signal)?.range ?? {};
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
        }
      }
    });

    test('reading the same range again contradicts nothing', async () => {
      await subject.source.discover(subject.toMs);
      const first = await subject.source.read(subject);
      const second = await subject.source.read(subject);
      const newer = new Map(second.samples.map((s) => [s.series.key, valuesByTime(s)]));
      for (const one of first.samples) {
        const again = newer.get(one.series.key);
        for (const [timeMs, value] of valuesByTime(one)) {
          if (again?.has(timeMs)) expect(again.get(timeMs)).toBe(value);
        }
      }
    });

    test('asking for some series gives no others', async () => {
      await subject.source.discover(subject.toMs);
      const { samples } = await subject.source.read(subject);
      const keys = new Set(samples.slice(0, 1).map((s) => s.series.key));
      const some = await subject.source.read({ ...subject, keys });
      for (const one of some.samples) expect(keys).toContain(one.series.key);
    });

    test('a broken target is a reported problem and not a throw', async () => {
      const { broken } = subject;
      if (broken === undefined) return;
      const discovery = await broken.discover(subject.toMs);
      const { problems } = await broken.read(subject);
      const all = [...discovery.problems, ...problems];
      expect(all.length).toBeGreaterThan(0);
      for (const problem of all) {
        expect(problem.count).toBeGreaterThan(0);
        expect(problem.where).not.toBe('');
        expect(problem.message).toMatch(/^[^\n]+$/);
      }
    });

    test('closing twice is fine', async () => {
      await subject.source.close();
      await subject.source.close();
    });
  });
}

function expectOrderly({ timesMs, values }: Samples, fromMs: number, toMs: number): void {
  expect(values).toHaveLength(timesMs.length);
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < timesMs.length; i++) {
    const time = timesMs[i] ?? Number.NaN;
    expect(time).toBeGreaterThan(previous);
    expect(time).toBeGreaterThanOrEqual(fromMs);
    expect(time).toBeLessThan(toMs);
    expect(Number.isFinite(values[i])).toBe(true);
    previous = time;
  }
}

function valuesByTime({ timesMs, values }: Samples): Map<number, number> {
  return new Map(Array.from(timesMs, (time, i) => [time, values[i] ?? Number.NaN]));
}
