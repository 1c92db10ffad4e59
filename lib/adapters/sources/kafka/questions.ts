import type { Problem } from '../../../domain/series/samples.ts';
import type { Broker, BrokerPool } from './broker-pool.ts';
import type * as wire from './decoded.ts';
import type { KafkaSettings } from './options.ts';
import { problemOfCode, problemOfError } from './problems.ts';
import type { Answer } from './reader.ts';

export interface Context {
  readonly pool: BrokerPool;
  readonly settings: KafkaSettings;
}

/** Asks one broker; what fails is its problem alone. */
export async function onBroker<T>(
  { pool, settings }: Context,
  id: number,
  what: string,
  question: (broker: Broker, where: string) => Promise<Answer<readonly T[]>>,
): Promise<Answer<readonly T[]>> {
  const where = pool.where(id);
  try {
    return await question(await pool.node(id), where);
  } catch (error) {
    return failed(problemOfError(error, what, where, settings.sasl));
  }
}

export const fine = <T>(value: readonly T[]): Answer<readonly T[]> => ({ value, problems: [] });
export const failed = (problem: Problem): Answer<never[]> => ({ value: [], problems: [problem] });

export async function gather<T>(
  parts: readonly Promise<Answer<readonly T[]>>[],
): Promise<Answer<readonly T[]>> {
  const answers = await Promise.all(parts);
  return {
    value: answers.flatMap((answer) => answer.value),
    problems: answers.flatMap((answer) => answer.problems),
  };
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groupsByKey = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groupsByKey.get(key);
    if (group === undefined) groupsByKey.set(key, [item]);
    else group.push(item);
  }
  return groupsByKey;
}

export const isGood = (result: wire.PartitionResult) => result.errorCode === 0;

/** One problem a topic and error code, with the number of partitions. */
export function codeProblems(
  results: readonly (wire.PartitionResult & { readonly topic: string })[],
  what: (topic: string) => string,
  where: string,
): Problem[] {
  const bad = results.filter((result) => !isGood(result));
  const kinds = grouped(bad, ({ topic, errorCode }) => `${errorCode}/${topic}`);
  return [...kinds.values()].flatMap(([first, ...rest]) =>
    first ? [problemOfCode(first.errorCode, what(first.topic), where, rest.length + 1)] : [],
  );
}
