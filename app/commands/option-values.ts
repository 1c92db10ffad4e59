import { InvalidArgumentError } from 'commander';
import { ConfigError } from '../../lib/ports/errors.ts';

/** A parser whose refusal is one line that names the option, and ends the command with exit code 2. */
export function optionValue<T>(option: string, parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof InvalidArgumentError)
        throw new ConfigError([`${option}: ${error.message}`], { cause: error });
      throw error;
    }
  };
}

export function refuseValue(text: string, allowed: string): never {
  throw new InvalidArgumentError(`got "${text}": give ${allowed}`);
}

/** Names separated by commas, each once. @throws InvalidArgumentError */
export function parseNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '') || new Set(names).size < names.length)
    refuseValue(text, 'names of columns separated by commas, each once, like temperature,holiday');
  return names;
}

/** Numbers separated by commas. @throws InvalidArgumentError */
export function parseNumbers(text: string): readonly number[] {
  const cells = text.split(',').map((cell) => cell.trim());
  const numbers = cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
  if (!numbers.every(Number.isFinite)) refuseValue(text, 'numbers separated by commas, like 0.5,-0.3');
  return numbers;
}

/** Season lengths in steps, ascending, each once. @throws InvalidArgumentError */
export function parsePeriods(text: string): readonly number[] {
  const periods = text.split(',').map((cell) => (/^\s*\d+\s*$/.test(cell) ? Number(cell) : Number.NaN));
  if (!periods.every((period) => period >= 2 && period <= 1e6))
    refuseValue(text, 'whole numbers of steps from 2 up, separated by commas, like 24,168');
  return [...new Set(periods)].sort((a, b) => a - b);
}

/** A coverage in percent, above 0 and below 100. @throws InvalidArgumentError */
export function parseLevel(text: string): number {
  const level = text.trim() === '' ? Number.NaN : Number(text);
  if (!(level >= 1 && level < 100)) refuseValue(text, 'a percentage from 1 to below 100, like 95');
  return level;
}
