import type { Problem } from '../../../domain/series/samples.ts';
import type { KafkaSasl } from './options.ts';

/** Kafka's error codes that the source meets, with what they mean to someone who operates a cluster.
 *  Source: https://kafka.apache.org/protocol#protocol_error_codes */
const codes: Readonly<Record<number, { readonly name: string; readonly hint: string }>> = {
  3: { name: 'UNKNOWN_TOPIC_OR_PARTITION', hint: 'the topic is being made or removed' },
  5: { name: 'LEADER_NOT_AVAILABLE', hint: 'the partition has no leader: look for brokers that are down' },
  6: { name: 'NOT_LEADER_OR_FOLLOWER', hint: 'its leader has just moved, the next reading follows it' },
  14: {
    name: 'COORDINATOR_LOAD_IN_PROGRESS',
    hint: 'the coordinator is loading, the next reading asks again',
  },
  15: {
    name: 'COORDINATOR_NOT_AVAILABLE',
    hint: 'the offsets topic has no leader: look for brokers that are down',
  },
  16: { name: 'NOT_COORDINATOR', hint: 'its coordinator has just moved, the next reading follows it' },
  29: { name: 'TOPIC_AUTHORIZATION_FAILED', hint: 'allow Describe and DescribeConfigs on the topic' },
  30: { name: 'GROUP_AUTHORIZATION_FAILED', hint: 'allow Describe on the group' },
  31: { name: 'CLUSTER_AUTHORIZATION_FAILED', hint: 'allow Describe and DescribeConfigs on the cluster' },
};

const deniedCodes = new Set([29, 30, 31]);

/** The problem of an error code in an answer. `what` names the thing: `offsets of topic orders, partition 3`. */
export function problemOfCode(code: number, what: string, where: string, count = 1): Problem {
  const { name, hint } = codes[code] ?? { name: `error code ${code}`, hint: 'see the broker log' };
  const kind = deniedCodes.has(code) ? 'denied' : 'unavailable';
  return { kind, where, message: `${what}: ${name}: ${hint}`, count };
}

/** The problem of a failed connection or request. `where` is the broker's host:port. */
export function problemOfError(error: unknown, what: string, where: string, sasl?: KafkaSasl): Problem {
  const { name, code, text } = factsOf(error);
  if (name === 'KafkaJSSASLAuthenticationError' || name === 'KafkaJSUnsupportedSaslMechanism') {
    return problem('denied', where, `${what}: the broker refused the login: ${clean(text, sasl)}`);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return problem(
      'unreachable',
      where,
      `${what}: no such host ${where}: check the name and the DNS of its network`,
    );
  }
  const isTls = /ssl|tls|certificate|self.signed/i.test(text);
  if (isTls) return problem('unreachable', where, `${what}: TLS failed at ${where}: ${clean(text, sasl)}`);
  if (name.startsWith('KafkaJSConnection') || name === 'KafkaJSRequestTimeoutError') {
    return problem(
      'unreachable',
      where,
      `${what}: cannot reach ${where} (${reasonOf(name, code, text)}): ${advice}`,
    );
  }
  return problem('failed', where, `${what}: ${clean(text, sasl)}`);
}

const advice =
  'check host and port, that the listener takes this network and these TLS and SASL settings, and that the broker is up';

function problem(kind: string, where: string, message: string): Problem {
  return { kind, where, message, count: 1 };
}

function reasonOf(name: string, code: string, text: string): string {
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (name === 'KafkaJSRequestTimeoutError' || code === 'ETIMEDOUT' || /timeout/i.test(text))
    return 'no answer in time';
  if (name === 'KafkaJSConnectionClosedError' || code === 'ECONNRESET') return 'it closed the connection';
  return code === '' ? 'connection failed' : code;
}

function factsOf(error: unknown): { name: string; code: string; text: string } {
  if (!(error instanceof Error)) return { name: '', code: '', text: 'unknown error' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, text: error.message };
}

/** One line without the login. */
function clean(text: string, sasl: KafkaSasl | undefined): string {
  const secrets = sasl && sasl.mechanism !== 'aws' ? [sasl.password] : [];
  const hidden = secrets.reduce((line, secret) => line.replaceAll(secret, '…'), text);
  return hidden.replace(/\s+/g, ' ').trim();
}

/** Problems of one kind, place and message as one with the sum of their counts. */
export function mergeProblems(problems: readonly Problem[]): readonly Problem[] {
  const merged = new Map<string, Problem>();
  for (const one of problems) {
    const key = JSON.stringify([one.kind, one.where, one.message]);
    merged.set(key, { ...one, count: (merged.get(key)?.count ?? 0) + one.count });
  }
  return [...merged.values()];
}
