import { type BatchResultErrorEntry, PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Severity, severities } from '../../../domain/catalogue/rule.ts';
import type { Finding } from '../../../domain/incidents/finding.ts';
import { NotifierError } from '../../../ports/errors.ts';
import type { Notifier } from '../../../ports/notifier.ts';
import { type Delay, lineOf, pauseMs, wait, withRetry } from '../../aws/retry.ts';
import { batchesOf, type Message, messageOf } from './message.ts';

export interface SnsNotifierOptions {
  readonly sns: SNSClient;
  /** ARN of the topic of each severity; they may be one. */
  readonly topics: Readonly<Record<Severity, string>>;
  /** Tries of a batch, and of entries that SNS failed. @default 5 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

type Settings = Required<SnsNotifierOptions>;

/** What SNS did not take in the end, with the reason in one line. */
interface Refused {
  readonly message: Message;
  readonly reason: string;
}

/**
 * Publishes each finding to the topic of its severity, with `severity`, `cluster`, `rule` and `status` as
 * attributes to filter by. `publish` throws NotifierError also when only some were taken: the caller repeats
 * them all, which changes nothing at the receivers, while a finding left out would be lost.
 */
export function createSnsNotifier(options: SnsNotifierOptions): Notifier {
  const settings: Settings = { attempts: 5, delay: wait, ...options };
  return {
    publish: async (findings) => {
      const refused: Refused[] = [];
      for (const [topic, mine] of byTopic(findings, settings.topics)) {
        for (const batch of batchesOf(mine.map(messageOf))) {
          refused.push(...(await publishBatch(settings, topic, batch)));
        }
      }
      const [first] = refused;
      if (first === undefined) return;
      throw new NotifierError(
        `sns did not take ${refused.length} of ${findings.length} findings: rule ${first.message.finding.rule}: ${first.reason}; publish them again`,
      );
    },
  };
}

/** Worst severity first, and within a topic in the given order. */
function byTopic(
  findings: readonly Finding[],
  topics: Settings['topics'],
): ReadonlyMap<string, readonly Finding[]> {
  const grouped = new Map<string, Finding[]>();
  for (const severity of severities) {
    const mine = findings.filter((finding) => finding.severity === severity);
    if (mine.length > 0) grouped.set(topics[severity], [...(grouped.get(topics[severity]) ?? []), ...mine]);
  }
  return grouped;
}

/** Publishes one batch; entries that failed on the service's side go again. @returns what was not taken */
async function publishBatch(
  settings: Settings,
  topic: string,
  batch: readonly Message[],
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  let rest = batch;
  for (let attempt = 1; rest.length > 0; attempt++) {
    if (attempt > 1) await settings.delay(pauseMs(attempt - 1));
    const sent = await sendBatch(settings, topic, rest);
    if (sent.kind === 'failed')
      return [...refused, ...rest.map((message) => ({ message, reason: sent.reason }))];
    const failures = sent.failed.flatMap((failure) => {
      const message = rest[Number(failure.Id)];
      return message === undefined
        ? []
        : [{ message, reason: reasonOf(failure), isOurs: failure.SenderFault === true }];
    });
    const again = attempt < settings.attempts ? failures.filter((one) => !one.isOurs) : [];
    refused.push(...failures.filter((one) => !again.includes(one)));
    rest = again.map(({ message }) => message);
  }
  return refused;
}

function reasonOf({ Code, Message }: BatchResultErrorEntry): string {
  return `${Code ?? 'unknown'}: ${Message ?? 'no reason given'}`.replace(/\s+/g, ' ').slice(0, 300);
}

type Sent =
  | { readonly kind: 'sent'; readonly failed: readonly BatchResultErrorEntry[] }
  | { readonly kind: 'failed'; readonly reason: string };

async function sendBatch(
  { sns, delay, attempts }: Settings,
  topic: string,
  batch: readonly Message[],
): Promise<Sent> {
  const PublishBatchRequestEntries = batch.map(({ entry }, i) => ({ Id: String(i), ...entry }));
  const command = new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries });
  try {
    const { Failed } = await withRetry(() => sns.send(command), { delay, attempts });
    return { kind: 'sent', failed: Failed ?? [] };
  } catch (error) {
    return { kind: 'failed', reason: lineOf(error) };
  }
}
