import type { LagSettings } from '../lib/domain/lag/allowed-lag.ts';
import { lagSchema } from '../lib/infra/config/schema/lag.ts';
import { readChecked } from './checked-file.ts';

/**
 * The lag that a YAML or JSON file allows, by the keys that `lag` has in an environment's configuration.
 * @throws ConfigError with every problem, naming the file, the path in it and what is allowed
 */
export function readLagSettings(file: string): LagSettings {
  return readChecked(file, lagSchema);
}
