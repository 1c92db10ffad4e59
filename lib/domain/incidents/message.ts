import { severities } from '../catalogue/rule.ts';
import { entityKey, entityKind } from '../series/entity.ts';
import { type AlarmContext, findingsOfAlarm } from './alarm-message.ts';
import { isBystander } from './alarm-name.ts';
import type { Finding } from './finding.ts';

export const findingMessageKind = 'tidewatch.finding';
const version = 1;

/** What is known where messages are read, for alarms that do not say it themselves. */
export interface MessageContext extends AlarmContext {}

export type ParsedMessage =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** `findings` is empty for a state that says nothing (INSUFFICIENT_DATA), and for a cluster's lamp, whose
   *  alarms speak for themselves. */
  | {
      readonly kind: 'alarm';
      readonly alarm: string;
      readonly findings: readonly Finding[];
      /** It was or is in alarm: the OK of a new alarm ends nothing. */
      readonly wasFiring: boolean;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The message that carries one finding, the same through SNS and in process: one JSON object. */
export function findingMessage(finding: Finding): string {
  return JSON.stringify({ kind: findingMessageKind, version, finding });
}

/**
 * What a message says: a finding of ours or a CloudWatch alarm's change of state, bare or in the envelope
 * that SNS puts around it (an SQS body, an HTTP post, a record of a Lambda event). Never throws.
 */
export function parseMessage(text: string, context: MessageContext): ParsedMessage {
  const body = parseJson(text);
  if (!isRecord(body)) return unreadable('not a JSON object');
  return parseBody(body, context, 0);
}

function parseBody(body: Record<string, unknown>, context: MessageContext, depth: number): ParsedMessage {
  const envelope = envelopeOf(body);
  if (envelope !== undefined && depth < 3) return parseEnvelope(envelope, context, depth);
  if (body.kind === findingMessageKind) return parseFinding(body);
  if (typeof body.AlarmName === 'string' && typeof body.NewStateValue === 'string') {
    const wasFiring = body.NewStateValue === 'ALARM' || body.OldStateValue === 'ALARM';
    const findings = isBystander(body.AlarmName) ? [] : findingsOfAlarm(body, context);
    return { kind: 'alarm', alarm: body.AlarmName, findings, wasFiring };
  }
  return unreadable(
    `neither a finding nor an alarm: its fields are ${Object.keys(body).slice(0, 10).join(', ') || 'none'}`,
  );
}

/** The SNS notification in the body: the body itself, or the `Sns` of a Lambda event's record. */
function envelopeOf(body: Record<string, unknown>): Record<string, unknown> | undefined {
  if (isRecord(body.Sns)) return body.Sns;
  return typeof body.Message === 'string' && typeof body.Type === 'string' ? body : undefined;
}

function parseEnvelope(
  envelope: Record<string, unknown>,
  context: MessageContext,
  depth: number,
): ParsedMessage {
  const { Type: type, Message: message, TopicArn: topicArn } = envelope;
  if (type !== 'Notification') return unreadable(`an SNS message of type ${String(type)}`);
  const body = typeof message === 'string' ? parseJson(message) : undefined;
  if (!isRecord(body)) return unreadable('an SNS notification whose message is not a JSON object');
  return parseBody(body, { ...context, ...(typeof topicArn === 'string' && { topicArn }) }, depth + 1);
}

function parseFinding({ version: got, finding }: Record<string, unknown>): ParsedMessage {
  if (got !== version)
    return unreadable(`a finding of version ${String(got)}: this program reads ${version}`);
  const wrong = wrongPart(finding);
  return wrong === undefined
    ? { kind: 'finding', finding: finding as Finding }
    : unreadable(`a finding without a usable ${wrong}`);
}

/** The name of the first part that a finding must have and this one has not. */
function wrongPart(finding: unknown): string | undefined {
  if (!isRecord(finding)) return 'body';
  const { rule, entity, status, severity, sinceMs, atMs, evidence } = finding;
  if (typeof rule !== 'string' || rule === '') return 'rule';
  if (!isEntity(entity)) return 'entity';
  if (status !== 'firing' && status !== 'resolved') return 'status';
  if (!severities.some((one) => one === severity)) return 'severity';
  if (!Number.isFinite(sinceMs)) return 'sinceMs';
  if (!Number.isFinite(atMs)) return 'atMs';
  return isRecord(evidence) && typeof evidence.words === 'string' && isRecord(evidence.values)
    ? undefined
    : 'evidence';
}

function isEntity(value: unknown): boolean {
  if (!isRecord(value) || typeof value.cluster !== 'string') return false;
  if (!Object.values(value).every((label) => typeof label === 'string')) return false;
  return (
    entityKind(value as { cluster: string }) !== undefined && entityKey(value as { cluster: string }) !== ''
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(reason: string): ParsedMessage {
  return { kind: 'unreadable', reason };
}
