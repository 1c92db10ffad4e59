import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDbStores, openDuckDbStores } from '../../../../lib/adapters/stores/duckdb/index.ts';
import { createSeries } from '../../../../lib/domain/series/series.ts';
import { incidentOf, incidentStoreContract } from '../../../contracts/incident-store.ts';
import { metricStoreContract } from '../../../contracts/metric-store.ts';
import { modelStoreContract } from '../../../contracts/model-store.ts';

/** One of the three stores of a memory database that is closed with it. */
async function inMemory<K extends 'metrics' | 'models' | 'incidents'>(kind: K): Promise<DuckDbStores[K]> {
  const stores = await openDuckDbStores(':memory:');
  return { ...stores[kind], close: () => stores.close() };
}

metricStoreContract('duckdb', () => inMemory('metrics'));
modelStoreContract('duckdb', () => inMemory('models'));
incidentStoreContract('duckdb', () => inMemory('incidents'));

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidewatch-duckdb-'));
  const path = join(folder, 'store.duckdb');
  afterAll(() => rmSync(folder, { recursive: true }));
  const series = createSeries('bytes_in', { cluster: 'a/r/orders', broker: '1' });
  const point = (timeMs: number, value: number) => ({
    series,
    timesMs: Float64Array.of(timeMs),
    values: Float64Array.of(value),
  });

  test('keeps points, states and incidents over a restart, and late points still replace', async () => {
    const first = await openDuckDbStores(path);
    await first.metrics.write([point(60_000, 1), point(120_000, 2)]);
    await first.models.save(new Map([['model', { n: 1 }]]));
    await first.incidents.put(incidentOf());
    await first.close();
    const second = await openDuckDbStores(path);
    await second.metrics.write([point(60_000, 10)]);
    expect((await second.metrics.read({ fromMs: 0, toMs: 1e9 }))[0]?.values).toEqual(Float64Array.of(10, 2));
    expect(await second.models.load(['model'])).toEqual(new Map([['model', { n: 1 }]]));
    expect(await second.incidents.open()).toEqual([incidentOf()]);
    await second.close();
    await second.close();
  });

  test('refuses a file that is no database, naming it and what to do', async () => {
    const broken = join(folder, 'broken.duckdb');
    writeFileSync(broken, 'this is a text and not a database at all, but long enough to be read as one');
    await expect(openDuckDbStores(broken)).rejects.toThrow(/broken\.duckdb cannot be opened: .*--store/);
  });
});
