/**
 * Writing a million points and reading a week of one series back, by the store and by the plain DuckDB
 * appender side by side in one run: `npm run bench:store`.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api';
import { openDuckDbStores } from '../lib/adapters/stores/duckdb/index.ts';
import type { Samples } from '../lib/domain/series/samples.ts';
import { createSeries } from '../lib/domain/series/series.ts';

const total = 1_000_000;
const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const startMs = Date.UTC(2026, 0, 5);
/** A hundred series of 10,000 minutes: just under a week each. */
const series = Array.from({ length: 100 }, (_, i) =>
  createSeries(`signal_${i % 20}`, { cluster: 'local/local/bench', broker: String(Math.floor(i / 20)) }),
);
const perSeries = total / series.length;
const wave = (s: number, i: number) => 1e6 + 1e5 * Math.sin(i / 229 + s) + ((i * 7919) % 1000);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function plainAppender(path: string): Promise<{ write: number; read: number }> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE points (time TIMESTAMP, metric VARCHAR, broker VARCHAR, topic VARCHAR, value DOUBLE)',
  );
  const write = await seconds(async () => {
    const appender = await connection.createAppender('points');
    for (let i = 0; i < perSeries; i++) {
      for (const [s, { signal, entity }] of series.entries()) {
        appender.appendTimestamp(new DuckDBTimestampValue(BigInt(startMs + i * minute) * 1000n));
        appender.appendVarchar(signal);
        appender.appendVarchar(entity.broker ?? '');
        appender.appendVarchar('');
        appender.appendDouble(wave(s, i));
        appender.endRow();
      }
      if (i % 100 === 99) appender.flushSync();
    }
    appender.closeSync();
  });
  const sql = `SELECT time_bucket(INTERVAL 5 MINUTE, time) AS t, avg(value) FROM points
    WHERE metric = 'signal_0' AND broker = '0' GROUP BY 1 ORDER BY 1`;
  const reads: number[] = [];
  for (let i = 0; i < 7; i++) {
    reads.push(await seconds(async () => (await connection.run(sql)).getColumnsJS()));
  }
  connection.closeSync();
  instance.closeSync();
  return { write, read: median(reads) };
}

/** The store as the collect stage uses it: every series, a stretch of time a write. */
async function ourStore(path: string): Promise<{ write: number; again: number; read: number }> {
  const stores = await openDuckDbStores(path);
  const stretch = 500;
  const samplesFrom = (first: number): Samples[] =>
    series.map((one, s) => ({
      series: one,
      timesMs: Float64Array.from({ length: stretch }, (_, i) => startMs + (first + i) * minute),
      values: Float64Array.from({ length: stretch }, (_, i) => wave(s, first + i)),
    }));
  const write = await seconds(async () => {
    for (let first = 0; first < perSeries; first += stretch) await stores.metrics.write(samplesFrom(first));
  });
  const again = await seconds(() => stores.metrics.write(samplesFrom(perSeries - stretch)));
  const [one] = series;
  const query = { keys: one ? [one.key] : [], fromMs: startMs, toMs: startMs + week, stepMs: 5 * minute };
  const reads: number[] = [];
  for (let i = 0; i < 7; i++) reads.push(await seconds(() => stores.metrics.read(query)));
  const [answer] = await stores.metrics.read(query);
  if (answer?.timesMs.length !== perSeries / 5) throw new Error('the store lost points');
  await stores.close();
  return { write, again, read: median(reads) };
}

const folder = mkdtempSync(join(tmpdir(), 'tidewatch-bench-'));
try {
  const plain = await plainAppender(join(folder, 'plain.duckdb'));
  const ours = await ourStore(join(folder, 'ours.duckdb'));
  const mb = (name: string) => statSync(join(folder, name)).size / 1e6;
  const row = (what: string, a: number, b: number, unit: string) =>
    console.log(
      `${what.padEnd(44)} ${a.toFixed(3).padStart(9)} ${b.toFixed(3).padStart(9)} ${unit}  ${(b / a).toFixed(2)}`,
    );
  console.log(`${''.padEnd(44)} ${'appender'.padStart(9)} ${'store'.padStart(9)}    ratio`);
  row('write 1,000,000 points', plain.write, ours.write, 's');
  row('read a week of one series at 5 minutes', plain.read * 1000, ours.read * 1000, 'ms');
  row('file', mb('plain.duckdb'), mb('ours.duckdb'), 'MB');
  console.log(`write 50,000 of them again (nothing changes)  ${ours.again.toFixed(3)} s`);
  console.log(`peak memory of the process  ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true });
}
