import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  createInfluxMetricStore,
  createSecretAccess,
} from '../lib/adapters/stores/timestream-influxdb/index.ts';
import type { MetricStore } from '../lib/ports/metric-store.ts';
import { systemClock } from './clock.ts';
import type { VariableReader } from './variables.ts';

/** The store of the variables that lib/infra/storage/influxdb.ts sets. Checks the reader.
 *  @throws ConfigError when a variable is missing or wrong */
export function createInfluxStore(reader: VariableReader): MetricStore {
  const engine = reader.oneOf('TIDEWATCH_INFLUX_ENGINE', ['v2', 'v3']) ?? 'v2';
  const url = reader.text('TIDEWATCH_INFLUX_URL');
  const secret = reader.text('TIDEWATCH_INFLUX_SECRET');
  reader.check();
  const access = createSecretAccess({ secrets: new SecretsManagerClient(), clock: systemClock, secret });
  return createInfluxMetricStore({ engine, url, access, clock: systemClock });
}
