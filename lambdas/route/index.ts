/** SQS (findings and alarms through SNS) or a schedule → incidents → receivers. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createPagerDutyReceiver } from '../../lib/adapters/receivers/pagerduty/index.ts';
import { createDynamoIncidentStore } from '../../lib/adapters/stores/dynamodb/index.ts';
import { ruleById, runbookById } from '../../lib/domain/catalogue/index.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';
import { systemClock } from '../clock.ts';
import { createLogger } from '../report.ts';
import { readSettings, VariableReader } from '../settings.ts';
import { createHandler } from './handler.ts';
import { createSecretReceiver, severitiesBySecret } from './receivers.ts';
import { createSecretReader } from './secret.ts';

const dayMs = 86_400_000;

const reader = new VariableReader(process.env);
const { rules } = readSettings(reader);
const table = reader.text('TIDEWATCH_INCIDENT_TABLE');
const keepMs = reader.wholeNumber('TIDEWATCH_INCIDENT_DAYS') * dayMs;
const secrets = reader.bySeverity('TIDEWATCH_PAGERDUTY_SECRETS');
reader.check();

const runbookOf = (rule: string) => runbookById(ruleById(rule)?.runbook ?? '');

const secretsManager = new SecretsManagerClient();
const receivers = [...severitiesBySecret(secrets)].map(([name, severities]): Receiver => {
  const id = `pagerduty:${name}`;
  const secret = createSecretReader(secretsManager, systemClock, name);
  return createSecretReceiver({
    id,
    severities,
    secret,
    make: (routingKey) => createPagerDutyReceiver({ id, routingKey }, { runbookOf }),
  });
});

export const handler = createHandler({
  incidents: createDynamoIncidentStore({ dynamodb: new DynamoDBClient(), table, keepMs }),
  receivers,
  clock: systemClock,
  rules,
  logger: createLogger('route'),
});
