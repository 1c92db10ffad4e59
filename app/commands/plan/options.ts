import type { PlanOptions } from '../../../lib/domain/capacity/plan-types.ts';
import { refuseValue } from '../option-values.ts';

export interface PlanCommandOptions {
  readonly cluster?: string;
  readonly region?: string;
  readonly csv?: readonly string[];
  readonly series?: string;
  /** Bytes a second of one unit of the file. */
  readonly unit: number;
  readonly store?: string;
  readonly simulated: boolean;
  readonly seed: number;
  readonly name: string;
  /** In ms. */
  readonly horizon: number;
  readonly campaigns?: string;
  readonly growth: number;
  readonly level: number;
  readonly headroom: number;
  readonly survive: NonNullable<PlanOptions['survive']>;
  readonly zones: number;
  readonly replication: number;
  readonly fanOut?: number;
  /** In ms. */
  readonly retention?: number;
  readonly peakFactor: number;
  readonly instanceType?: string;
  readonly brokers?: number;
  readonly storageGib?: number;
  readonly iam: boolean;
  readonly prices?: string;
  readonly format?: ReportFormat;
  readonly out?: readonly string[];
}

export const reportFormats = ['markdown', 'html', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

const bytes = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const seconds = { s: 1, min: 60, h: 3600, d: 86_400 };

/** Bytes a second of a unit such as `MB/s` or `GB/d`. @throws InvalidArgumentError */
export function parseRateUnit(text: string): number {
  const [, amount, time] = /^(\w+)\/(\w+)$/.exec(text.trim()) ?? [];
  const factor =
    (bytes[amount as keyof typeof bytes] ?? Number.NaN) /
    (seconds[time as keyof typeof seconds] ?? Number.NaN);
  if (Number.isNaN(factor))
    return refuseValue(text, 'B, kB, MB, GB, TB or KiB to TiB, a slash, and s, min, h or d, like MB/s');
  return factor;
}

/** A number within bounds. @throws InvalidArgumentError */
export function parseWithin(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) refuseValue(text, `a number from ${least} to ${most}`);
    return value;
  };
}

/** The format that the end of a file's name says. */
export function formatOf(path: string): ReportFormat | undefined {
  if (/\.html?$/i.test(path)) return 'html';
  if (/\.json$/i.test(path)) return 'json';
  return /\.(md|markdown|txt)$/i.test(path) ? 'markdown' : undefined;
}
