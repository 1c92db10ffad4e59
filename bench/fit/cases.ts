import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trafficSeries } from './traffic.ts';

/** A series and the order to fit to it; no constant. */
export interface Case {
  readonly name: string;
  /** The series in its source. */
  readonly id: string;
  readonly y: readonly number[];
  /** A row of regressors for each value. */
  readonly x?: readonly (readonly number[])[];
  readonly order: readonly [number, number, number];
  readonly seasonal: readonly [number, number, number, number];
  /** The highest exact log-likelihood that any program is known to have reached with this very series. */
  readonly bestKnown?: number;
  /** Few peers can hold the model in memory; the others are not asked. */
  readonly isLong?: boolean;
}

type Orders = Pick<Case, 'order' | 'seasonal'>;
const h700: Orders = { order: [1, 1, 1], seasonal: [1, 1, 1, 24] };
const h960x: Orders = { order: [2, 0, 2], seasonal: [1, 1, 1, 24] };
const h960: Orders = { order: [1, 0, 1], seasonal: [0, 1, 1, 168] };
const h800: Orders = { order: [6, 0, 6], seasonal: [2, 1, 2, 24] };
const h4032: Orders = { order: [1, 1, 1], seasonal: [0, 1, 1, 288] };

/** By case and series; R, gretl, JDemetra+, statsmodels and this engine, one machine, November 2026. Where this engine
 *  alone got there, the best before it is beside it. */
const bestKnown: Readonly<Record<string, number>> = {
  'airline12 air2, log': 244.69649,
  'h700_111_111_24_0 H26': -4519.4622,
  'h700_111_111_24_1 H44': -2856.6603,
  'h700_111_111_24_2 H105': -4077.1655, // -4083.7133
  'h960x_202_111_24_0 H334': -3967.7832,
  'h960x_202_111_24_1 H410': -4140.3643,
  'h960_101_011_168_0 H334': -3063.4359,
  'h960_101_011_168_1 H410': -3400.2985,
  'h800_606_212_24 H334': -3212.0679, // -3214.74
};

export const caseNames = [
  'airline12',
  'h700_111_111_24_0',
  'h700_111_111_24_1',
  'h700_111_111_24_2',
  'h960x_202_111_24_0',
  'h960x_202_111_24_1',
  'h960_101_011_168_0',
  'h960_101_011_168_1',
  'h800_606_212_24',
  'h4032_111_011_288',
  'h4032real_111_011_288',
] as const;

/**
 * Every case that the data folder has the series for. Series are taken in the order of the SHA-256 of `fit/` and their
 * id, so that nobody chose them; from the whole of M4 these are others than from a part of it.
 * @throws Error when a file is missing
 */
export function makeCases(data: string): readonly Case[] {
  const path = join(data, 'm4', 'hourly-train.csv');
  if (!existsSync(path)) throw new Error(`${path} is not there: --help says where to get it`);
  const hourly = readRows(path);
  const long = (length: number) => shuffled([...hourly].filter(([, y]) => y.length === length));
  const [h700s, h960s] = [long(700), long(960)];
  const found: Case[] = [{ name: 'airline12', id: 'air2, log', y: airline(data), ...airlineOrders }];
  for (const [k, [id, y]] of h700s.slice(0, 3).entries())
    found.push({ name: `h700_111_111_24_${k}`, id, y, ...h700 });
  const two = h960s.slice(0, 2);
  for (const [k, [id, y]] of two.entries())
    found.push({ name: `h960x_202_111_24_${k}`, id, y, x: weekly(y.length), ...h960x });
  for (const [k, [id, y]] of two.entries()) found.push({ name: `h960_101_011_168_${k}`, id, y, ...h960 });
  for (const [id, y] of two.slice(0, 1))
    found.push({ name: 'h800_606_212_24', id, y: y.slice(0, 800), ...h800 });
  found.push({
    name: 'h4032_111_011_288',
    id: 'simulated',
    y: trafficSeries(14, 4032),
    ...h4032,
    isLong: true,
  });
  for (const [id, y] of shuffled(fiveMinutes(data)).slice(0, 1))
    found.push({ name: 'h4032real_111_011_288', id, y, ...h4032, isLong: true });
  return found.map((one) => {
    const best = bestKnown[`${one.name} ${one.id}`];
    return best === undefined ? one : { ...one, bestKnown: best };
  });
}

const airlineOrders: Orders = { order: [0, 1, 1], seasonal: [0, 1, 1, 12] };

function airline(data: string): number[] {
  const given = join(data, 'sarimax-reference', 'stata-models.json');
  const path = existsSync(given) ? given : join('test', 'fixtures', 'sarimax', 'stata-models.json');
  const { air2_data: values } = JSON.parse(readFileSync(path, 'utf8')) as { air2_data?: number[] };
  if (!Array.isArray(values)) throw new Error(`${path} has no air2_data`);
  return values.map(Math.log);
}

function shuffled<T>(named: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  const rank = (id: string) => createHash('sha256').update(`fit/${id}`).digest('hex');
  return named.toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

/** Rows of an id and its values; a header and quotes are passed over. */
function readRows(path: string): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [id = '', ...cells] = line.trim().replaceAll('"', '').split(',');
    const values = cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number);
    if (values.length > 0 && values.every(Number.isFinite)) rows.set(id, values);
  }
  return rows;
}

function weekly(length: number): number[][] {
  const turn = (2 * Math.PI) / 168;
  return Array.from({ length }, (_, t) => [Math.cos(turn * t), Math.sin(turn * t)]);
}

/** The first fourteen days of each series of timestamp,value rows in five-minute steps. */
function fiveMinutes(data: string): (readonly [string, number[]])[] {
  const found: (readonly [string, number[]])[] = [];
  for (const folder of ['realAWSCloudwatch', 'realTraffic']) {
    const path = [join(data, 'nab', 'data', folder), join(data, 'nab', folder)].find(existsSync);
    for (const file of path === undefined ? [] : readdirSync(path)) {
      if (path === undefined || !file.endsWith('.csv')) continue;
      const rows = readFileSync(join(path, file), 'utf8').trim().split('\n').slice(1);
      const y = rows.slice(0, 4032).map((row) => Number(row.split(',')[1]));
      if (y.length === 4032 && y.every(Number.isFinite)) found.push([`${folder}/${file}`, y]);
    }
  }
  return found;
}
