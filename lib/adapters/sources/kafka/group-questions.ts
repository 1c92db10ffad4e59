import { AssignerProtocol } from 'kafkajs';
import { ask, type Broker, send } from './broker-pool.ts';
import {
  consumerGroupDescribe,
  consumerGroupDescribeKey,
  type DescribedConsumerGroup,
} from './consumer-group-describe.ts';
import type * as wire from './decoded.ts';
import { problemOfCode } from './problems.ts';
import { type Context, codeProblems, failed, fine, gather, grouped, onBroker } from './questions.ts';
import type { Answer, CommittedOffset, GroupDescription, ListedGroup } from './reader.ts';

/** Every broker lists the groups that it coordinates, so a list of all also says who coordinates what. */
export async function groups(context: Context): Promise<Answer<readonly ListedGroup[]>> {
  const ids = context.pool.ids();
  return gather(
    ids.map((id) =>
      onBroker(context, id, 'list of groups', async (broker, where) => {
        const { errorCode, groups: found } = (await ask(
          broker,
          'ListGroups',
          undefined,
        )) as wire.ListedGroups;
        if (errorCode !== 0) return failed(problemOfCode(errorCode, 'list of groups', where));
        return fine(
          found.map(({ groupId, protocolType }) => ({ id: groupId, protocolType, coordinator: id })),
        );
      }),
    ),
  );
}

export async function describe(
  context: Context,
  listed: readonly ListedGroup[],
): Promise<Answer<readonly GroupDescription[]>> {
  const byCoordinator = grouped(listed, ({ coordinator }) => coordinator);
  return gather(
    [...byCoordinator].map(([id, members]) =>
      onBroker(context, id, 'description of groups', (broker, where) =>
        describeAt(
          broker,
          members.map((group) => group.id),
          where,
        ),
      ),
    ),
  );
}

async function describeAt(
  broker: Broker,
  groupIds: readonly string[],
  where: string,
): Promise<Answer<readonly GroupDescription[]>> {
  const { groups: classic } = (await ask(broker, 'DescribeGroups', { groupIds })) as wire.DescribedGroups;
  const isUnknown = (group: wire.DescribedGroup) => group.errorCode !== 0 || group.state === 'Dead';
  const unknown = classic.filter(isUnknown);
  const modern = await describeModern(
    broker,
    unknown.map((group) => group.groupId),
  );
  const descriptions = classic.map((group) =>
    isUnknown(group) ? modernDescription(group.groupId, modern) : classicDescription(group),
  );
  const problems = unknown
    .filter((group) => group.errorCode !== 0 && group.errorCode !== groupIdNotFound)
    .filter((group) => !modern.has(group.groupId))
    .map((group) => problemOfCode(group.errorCode, `state of group ${group.groupId}`, where));
  return { value: descriptions, problems };
}

/** What newer brokers say in DescribeGroups of a group of the new protocol. */
const groupIdNotFound = 69;

async function describeModern(
  broker: Broker,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, DescribedConsumerGroup>> {
  if (groupIds.length === 0 || broker.versions?.[consumerGroupDescribeKey] === undefined) return new Map();
  const answer = (await send(broker, consumerGroupDescribe(groupIds))) as {
    groups: readonly DescribedConsumerGroup[];
  };
  return new Map(answer.groups.filter((g) => g.errorCode === 0).map((g) => [g.groupId, g]));
}

function classicDescription({ groupId, state, members }: wire.DescribedGroup): GroupDescription {
  const topics = members.flatMap(({ memberAssignment }) => assignedTopics(memberAssignment));
  return { id: groupId, state, members: members.length, topics: [...new Set(topics)] };
}

/** Without an answer by the new protocol neither state nor members are known; lag still is. */
function modernDescription(
  id: string,
  modern: ReadonlyMap<string, DescribedConsumerGroup>,
): GroupDescription {
  const group = modern.get(id);
  if (group === undefined) return { id, topics: [] };
  const topics = group.members.flatMap((member) => member.topics);
  return { id, state: group.state, members: group.members.length, topics: [...new Set(topics)] };
}

/** Members of other kinds (Connect, Schema Registry) carry bytes of their own: they are assigned no topics. */
function assignedTopics(bytes: Buffer): string[] {
  try {
    return Object.keys(AssignerProtocol.MemberAssignment.decode(bytes)?.assignment ?? {});
  } catch {
    return [];
  }
}

export async function committed(
  context: Context,
  { id, coordinator }: ListedGroup,
): Promise<Answer<readonly CommittedOffset[]>> {
  return onBroker(context, coordinator, `commits of group ${id}`, async (broker, where) => {
    const args = { groupId: id, topics: [] };
    const { errorCode = 0, responses } = (await ask(broker, 'OffsetFetch', args)) as wire.FetchedOffsets;
    if (errorCode !== 0) return failed(problemOfCode(errorCode, `commits of group ${id}`, where));
    const all = responses.flatMap(({ topic, partitions }) => partitions.map((p) => ({ topic, ...p })));
    const good = all.filter((p) => p.errorCode === 0 && !p.offset.startsWith('-'));
    const value = good.map(({ topic, partition, offset }) => ({ topic, partition, offset: Number(offset) }));
    return { value, problems: codeProblems(all, (topic) => `commits of group ${id} on ${topic}`, where) };
  });
}
