import { InvalidArgumentError } from 'commander';

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Milliseconds of a text such as `500ms`, `2s`, `5m`, `12h` or `14d`.
 * @throws InvalidArgumentError (commander prints it with the option's name)
 */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (units[unit as keyof typeof units] ?? Number.NaN);
  if (!(ms > 0))
    throw new InvalidArgumentError(`got "${text}": give a number with ms, s, m, h or d, like 30s`);
  return ms;
}

/**
 * A whole number within bounds.
 * @throws InvalidArgumentError
 */
export function parseWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`got "${text}": give a whole number from ${min} to ${max}`);
    }
    return value;
  };
}
