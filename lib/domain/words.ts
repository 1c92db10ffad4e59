import type { Unit } from './catalogue/signal.ts';

/** A value with its unit, short enough to be read at night: `87.4 %`, `1.2 GiB`, `4.1 k messages/s`. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'unknown';
  switch (unit) {
    case 'percent':
      return `${formatNumber(value)} %`;
    case 'fraction':
      return `${formatNumber(value * 100)} %`;
    case 'bytes':
      return formatBytes(value);
    case 'bytes_per_second':
      return `${formatBytes(value)}/s`;
    case 'messages':
      return `${formatCount(value)} messages`;
    case 'messages_per_second':
      return `${formatCount(value)} messages/s`;
    case 'per_second':
      return `${formatCount(value)}/s`;
    case 'milliseconds':
      return Math.abs(value) < 1000 ? `${formatNumber(value)} ms` : formatDuration(value);
    case 'seconds':
      return Math.abs(value) < 1 ? `${formatNumber(value * 1000)} ms` : formatDuration(value * 1000);
    case 'credits':
      return `${formatCount(value)} credits`;
    case 'count':
    case 'state':
      return formatCount(value);
  }
}

/** Three significant digits below a hundred, else one decimal; no trailing zeros: `0.0312`, `87.4`, `1234.5`. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 100 || Number.isInteger(value)) return String(Math.round(value * 10) / 10);
  return String(Number(value.toPrecision(3)));
}

/** Counts in powers of a thousand: `950`, `4.1 k`, `2.5 M`. */
function formatCount(value: number): string {
  return formatScaled(value, 1000, ['', 'k', 'M', 'G', 'T', 'P']);
}

/** Bytes in powers of 1024: `512 B`, `1.2 GiB`. */
export function formatBytes(bytes: number): string {
  return formatScaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']);
}

function formatScaled(value: number, base: number, units: readonly string[]): string {
  let scaled = value;
  let step = 0;
  // A value that would be rounded up to the base belongs to the next unit.
  while (Math.abs(scaled) >= base - 0.05 && step < units.length - 1) {
    scaled /= base;
    step++;
  }
  const unit = units[step] ?? '';
  const number = step === 0 ? formatNumber(scaled) : String(Number(scaled.toFixed(scaled < 10 ? 2 : 1)));
  return unit === '' ? number : `${number} ${unit}`;
}

const spans: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** A duration in its two largest units: `45 s`, `15 min`, `2 h 5 min`, `3 d 4 h`. Whole seconds at least. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const first = spans.findIndex(([span]) => ms >= span);
  const [large, small] = [spans[first], spans[first + 1]];
  if (large === undefined) return `${Math.round(ms)} ms`;
  if (small === undefined) return `${Math.floor(ms / large[0])} ${large[1]}`;
  const whole = Math.floor(ms / large[0]);
  const rest = Math.floor((ms - whole * large[0]) / small[0]);
  return rest === 0 ? `${whole} ${large[1]}` : `${whole} ${large[1]} ${rest} ${small[1]}`;
}
