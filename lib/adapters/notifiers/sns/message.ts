import type { MessageAttributeValue, PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import type { Finding } from '../../../domain/incidents/finding.ts';
import { findingMessage } from '../../../domain/incidents/message.ts';
import { entityWords } from '../../../domain/series/entity.ts';

/** Limits of one PublishBatch call. Source: SNS API reference, PublishBatch. */
export const batchLimits = { entries: 10, bytes: 262_144 } as const;

/** A message to publish and what it weighs: body, attributes and subject. */
export interface Message {
  readonly finding: Finding;
  readonly entry: Omit<PublishBatchRequestEntry, 'Id'>;
  readonly bytes: number;
}

/** The message of a finding. One that is too large for SNS keeps its first words and loses its numbers. */
export function messageOf(finding: Finding): Message {
  const whole = sized(finding);
  if (whole.bytes <= batchLimits.bytes) return whole;
  const words = `${[...finding.evidence.words].slice(0, 2000).join('')} (shortened)`;
  return sized({ ...finding, evidence: { words, values: {} } });
}

function sized(finding: Finding): Message {
  const entry = {
    Message: findingMessage(finding),
    Subject: subjectOf(finding),
    MessageAttributes: {
      severity: text(finding.severity),
      cluster: text(finding.entity.cluster),
      rule: text(finding.rule),
      status: text(finding.status),
    },
  };
  const attributes = Object.entries(entry.MessageAttributes).flatMap(
    ([name, { DataType = '', StringValue = '' }]) => [name, DataType, StringValue],
  );
  const bytes = [entry.Message, entry.Subject, ...attributes].reduce(
    (sum, s) => sum + Buffer.byteLength(s),
    0,
  );
  return { finding, entry, bytes };
}

function text(StringValue: string): MessageAttributeValue {
  return { DataType: 'String', StringValue };
}

/** The subject of an e-mail: printable ASCII, fewer than 100 characters. */
function subjectOf({ status, severity, rule, entity }: Finding): string {
  const name = entity.cluster.slice(entity.cluster.lastIndexOf('/') + 1);
  const line = `${status === 'resolved' ? 'resolved' : severity}: ${rule} on ${name}, ${entityWords(entity)}`;
  return line.replace(/[^\x20-\x7e]/g, '?').slice(0, 99);
}

/** Batches in the given order, each within the limits of one call. */
export function batchesOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  const batches: Message[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const last = batches.at(-1);
    if (!last || last.length >= batchLimits.entries || bytes + message.bytes > batchLimits.bytes) {
      batches.push([message]);
      bytes = message.bytes;
    } else {
      last.push(message);
      bytes += message.bytes;
    }
  }
  return batches;
}
