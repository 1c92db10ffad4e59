import { CreateSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Clients } from './clients.ts';

/** The secret that emulator/local.yaml names. */
export const sinkSecret = 'tidewatch/local/pagerduty';
/** In the shape of an integration key; it opens nothing. */
export const sinkRoutingKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** The key that the sink is sent, as a person would store PagerDuty's before the first deploy. */
export async function ensureSecret({ secrets }: Clients): Promise<void> {
  try {
    await secrets.send(new DescribeSecretCommand({ SecretId: sinkSecret }));
  } catch {
    await secrets.send(new CreateSecretCommand({ Name: sinkSecret, SecretString: sinkRoutingKey }));
  }
}
