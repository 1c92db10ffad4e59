import { ConfigError } from '../lib/ports/errors.ts';

/**
 * The value of an environment variable that holds a secret. Secrets come by name and never on the command
 * line, where `ps` and the shell's history would show them.
 * @throws ConfigError naming the option and the variable when it is not set
 */
export function readSecret(variable: string, option: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new ConfigError([`${option} ${variable}: the environment variable is not set`]);
}
