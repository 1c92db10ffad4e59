import { median } from '../../numerics/order-statistics.ts';
import type { JudgedSteps } from './judged-steps.ts';

export const dimensions = ['size', 'weekday', 'hour', 'tenant'] as const;
/** What series and times are told apart by. */
export type Dimension = (typeof dimensions)[number];

/** Where a step of a series belongs. */
export type Placement = (step: number) => string;

const hourMs = 3_600_000;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What tells one tenant's names from another's: the part before the first of these. */
const separators = /[./:_-]/;

/** The part of a name before the first `.`, `/`, `:`, `_` or `-`; the name where there is none. */
export function prefixOf(name: string): string {
  return name.split(separators, 1)[0] || name;
}

export function placementOf(
  dimension: Dimension,
  series: JudgedSteps,
  tenantOf: (name: string) => string,
): Placement {
  const at = (step: number) => new Date(Math.floor((series.timesMs[step] ?? 0) / hourMs) * hourMs);
  if (dimension === 'weekday') return (step) => weekdays[at(step).getUTCDay()] ?? '';
  if (dimension === 'hour') return (step) => `${String(at(step).getUTCHours()).padStart(2, '0')}:00`;
  const own = dimension === 'tenant' ? tenantOf(series.name) : sizeOf(series.values);
  return () => own;
}

/** By powers of ten of the usual amount: bounds that do not depend on the other series. */
function sizeOf(values: Float64Array): string {
  const usual = median(values.filter(Number.isFinite).map(Math.abs));
  if (!(usual >= 1)) return 'below 1';
  const power = Math.floor(Math.log10(usual) + 1e-12);
  return `${formatPower(power)} to ${formatPower(power + 1)}`;
}

function formatPower(power: number): string {
  return power < 6 ? String(10 ** power) : `1e${power}`;
}

const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** In the order that a reader expects: weeks begin on Mondays, sizes with the smallest. */
export function orderOf(dimension: Dimension, segment: string): number {
  if (dimension === 'weekday') return (weekdays.indexOf(segment) + 6) % 7;
  if (dimension === 'hour') return hours.indexOf(segment);
  if (dimension === 'size') return segment === 'below 1' ? -1 : Number(segment.split(' ')[0]);
  return 0;
}
