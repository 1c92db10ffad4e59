import type { Unit } from '../../../lib/domain/catalogue/signal.ts';

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** Three significant digits, or all of a whole number below a thousand: `7`, `0.25`, `12.3`. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1).replace(/\.0$/, '');
  return Number(value.toPrecision(size >= 1 ? 3 : 2)).toString();
}

/** The value with a decimal prefix before the unit: `18.2 MB/s`, `12.3k`. */
function scaled(value: number, unit: string): string {
  let scale = Math.abs(value);
  let power = 0;
  while (scale >= 999.5 && power < prefixes.length - 1) {
    scale /= 1000;
    power += 1;
  }
  const prefix = prefixes[power] ?? '';
  const number = digits(Math.sign(value) * scale);
  return unit === '' ? `${number}${prefix}` : `${number} ${prefix}${unit}`;
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size < 1) return size === 0 ? '0 s' : `${digits(value * 1000)} ms`;
  if (size < 120) return `${digits(value)} s`;
  if (size < 7200) return `${digits(value / 60)} min`;
  return size < 172_800 ? `${digits(value / 3600)} h` : `${digits(value / 86_400)} d`;
}

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  percent: (value) => `${digits(value)} %`,
  fraction: digits,
  count: (value) => scaled(value, ''),
  bytes: (value) => scaled(value, 'B'),
  bytes_per_second: (value) => scaled(value, 'B/s'),
  messages: (value) => scaled(value, ''),
  messages_per_second: (value) => `${scaled(value, '')}/s`,
  per_second: (value) => `${scaled(value, '')}/s`,
  milliseconds: (value) => seconds(value / 1000),
  seconds,
  credits: (value) => scaled(value, ''),
  state: digits,
};

/** The value for a person, with its unit and three digits. What is no number is `no data`. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  return typeof value === 'number' && Number.isFinite(value) ? formats[unit](value) : 'no data';
}
