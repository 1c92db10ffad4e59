import type { SQSEvent } from 'aws-lambda';
import { settingsOf } from '../../lambdas/settings.ts';
import type { StageMetrics } from '../../lambdas/stage-metrics.ts';
import type { WorkMessage } from '../../lambdas/work.ts';
import type { SettingsDocument } from '../../lib/infra/settings/document.ts';

export const nowMs = Date.UTC(2026, 10, 22, 12);
export const clock = { nowMs: () => nowMs };

/** Settings of an environment without clusters of its own. */
export const settingsDocument: SettingsDocument = {
  environment: 'dev',
  home: { account: '111122223333', region: 'eu-west-1', partition: 'aws' },
  clusters: [],
  select: [],
  overrides: {},
  alarmed: [],
  polling: {
    criticalMinutes: 5,
    normalMinutes: 15,
    slowMinutes: 60,
    signals: 'needed',
    partsPerCluster: 1,
    backfillDays: 14,
  },
  maintenance: [],
  respond: { mode: 'observe' },
  incidentDays: 365,
};

export function settingsWith(changes: Partial<SettingsDocument> = {}) {
  return settingsOf({ ...settingsDocument, ...changes });
}

/** A batch of the bodies as SQS hands it to a function; a number or text of `ids` each. */
export function queueEvent(bodies: readonly (WorkMessage | string)[]): SQSEvent {
  const Records = bodies.map((body, i) => ({
    messageId: `m${i + 1}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    eventSource: 'aws:sqs',
    attributes: {},
  }));
  return { Records } as unknown as SQSEvent;
}

/** A logger, metrics and a queue that remember. */
export function listening() {
  const lines: { readonly words: string; readonly fields: unknown }[] = [];
  const put: { readonly name: string; readonly value: number; readonly dimensions: unknown }[] = [];
  const sent: WorkMessage[] = [];
  const line = (words: unknown, ...fields: readonly unknown[]) => {
    lines.push({ words: String(words), fields: fields[0] });
  };
  const metrics: StageMetrics = {
    put: (name, value, dimensions = {}) => put.push({ name, value, dimensions }),
  };
  return {
    lines,
    put,
    sent,
    metrics,
    logger: { info: line, warn: line },
    send: async (messages: readonly WorkMessage[]) => {
      sent.push(...messages);
    },
  };
}
