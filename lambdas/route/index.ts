/** SQS (findings and alarms through SNS) or a schedule → incidents → receivers. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createPagerDutyReceiver } from '../../lib/adapters/receivers/pagerduty/index.ts';
import { createDynamoIncidentStore } from '../../lib/adapters/stores/dynamodb/index.ts';
import { runbookOfRule } from '../../lib/domain/catalogue/index.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';
import { createSecretReceiver, severitiesBySecret } from './receivers.ts';
import { createSecretReader } from './secret.ts';

const dayMs = 86_400_000;

export const handler = wiredHandler('route', ({ reader, settings, clock, logger }) => {
  const table = reader.text('TIDEWATCH_INCIDENT_TABLE');
  const secrets = reader.bySeverity('TIDEWATCH_PAGERDUTY_SECRETS');
  reader.check();
  const { rules, home, incidentDays, pagerdutyEndpoint } = settings;
  const secretsManager = new SecretsManagerClient();
  const receivers = [...severitiesBySecret(secrets)].map(([name, severities]): Receiver => {
    const id = `pagerduty:${name}`;
    const options = { id, ...(pagerdutyEndpoint !== undefined && { endpoint: pagerdutyEndpoint }) };
    return createSecretReceiver({
      id,
      severities,
      secret: createSecretReader(secretsManager, clock, name),
      make: (routingKey) => createPagerDutyReceiver({ ...options, routingKey }, { runbookOf: runbookOfRule }),
    });
  });
  const keepMs = incidentDays * dayMs;
  return createHandler({
    incidents: createDynamoIncidentStore({ dynamodb: new DynamoDBClient(), table, keepMs }),
    receivers,
    clock,
    rules,
    account: home.account,
    region: home.region,
    logger,
  });
});
