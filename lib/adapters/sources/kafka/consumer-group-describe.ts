import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';

/**
 * The request that describes groups of the new rebalance protocol (KIP-848; Kafka 4 by default on the broker),
 * which kafkajs does not have: the older DescribeGroups calls such groups dead.
 * Layout: ConsumerGroupDescribe{Request,Response}.json of Apache Kafka, version 0.
 */
export const consumerGroupDescribeKey = 69;

export interface DescribedConsumerGroup {
  readonly errorCode: number;
  readonly groupId: string;
  readonly state: string;
  readonly members: readonly { readonly topics: readonly string[] }[];
}

export function consumerGroupDescribe(groupIds: readonly string[]): KafkajsInternals.ProtocolCall {
  return {
    request: {
      apiKey: consumerGroupDescribeKey,
      apiVersion: 0,
      apiName: 'ConsumerGroupDescribe',
      encode: async () => encode(groupIds),
    },
    response: { decode: async (payload) => decodeGroups(payload), parse: async (decoded) => decoded },
  };
}

/** The first byte ends the header: flexible versions carry tagged fields there, here none. */
function encode(groupIds: readonly string[]): KafkajsInternals.Encoder {
  const encoder = new Encoder().writeInt8(0).writeUVarInt(groupIds.length + 1);
  for (const id of groupIds) encoder.writeUVarIntString(id);
  return encoder.writeBoolean(false).writeUVarInt(0);
}

/** The groups of an answer's body, the header's tagged fields included. */
export function decodeGroups(payload: Uint8Array): { readonly groups: readonly DescribedConsumerGroup[] } {
  const decoder = new Decoder(payload);
  decoder.readTaggedFields();
  decoder.readInt32(); // throttle time
  return { groups: decoder.readUVarIntArray(group) ?? [] };
}

function group(decoder: KafkajsInternals.Decoder): DescribedConsumerGroup {
  const errorCode = decoder.readInt16();
  decoder.readUVarIntString(); // error message
  const groupId = decoder.readUVarIntString() ?? '';
  const state = decoder.readUVarIntString() ?? '';
  decoder.readInt32(); // group epoch
  decoder.readInt32(); // assignment epoch
  decoder.readUVarIntString(); // assignor
  const members = decoder.readUVarIntArray(member) ?? [];
  decoder.readInt32(); // authorized operations
  decoder.readTaggedFields();
  return { errorCode, groupId, state, members };
}

function member(decoder: KafkajsInternals.Decoder): { topics: string[] } {
  decoder.readUVarIntString(); // member
  decoder.readUVarIntString(); // instance
  decoder.readUVarIntString(); // rack
  decoder.readInt32(); // epoch
  decoder.readUVarIntString(); // client
  decoder.readUVarIntString(); // host
  decoder.readUVarIntArray((d) => d.readUVarIntString()); // subscribed topics
  decoder.readUVarIntString(); // subscribed pattern
  const topics = assignment(decoder);
  assignment(decoder); // target assignment
  decoder.readTaggedFields();
  return { topics };
}

function assignment(decoder: KafkajsInternals.Decoder): string[] {
  const topics = decoder.readUVarIntArray((d) => {
    d.readBytes(16); // topic id
    const name = d.readUVarIntString() ?? '';
    d.readUVarIntArray((p) => p.readInt32()); // partitions
    d.readTaggedFields();
    return name;
  });
  decoder.readTaggedFields();
  return topics ?? [];
}
