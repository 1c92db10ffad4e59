/**
 * The parts of kafkajs 2.2.4 (pinned exactly) below its admin client: connections with TLS, SASL and version
 * negotiation, and the codecs. The package ships no types for them. Why they are used: README.md beside this.
 */
declare namespace KafkajsInternals {
  interface Logger {
    namespace(): Logger;
  }
  interface ProtocolCall {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      readonly encode: () => Promise<Encoder>;
    };
    readonly response: {
      readonly decode: (payload: Uint8Array) => Promise<unknown>;
      readonly parse: (decoded: unknown) => Promise<unknown>;
    };
    readonly logResponseError?: boolean;
  }
  interface ConnectionPool {
    readonly host: string;
    readonly port: number;
    send(call: ProtocolCall): Promise<unknown>;
  }
  interface Broker {
    readonly connectionPool: ConnectionPool;
    readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number }>> | null;
    isConnected(): boolean;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    lookupRequest(apiKey: number, definition: unknown): (args: unknown) => ProtocolCall;
  }
  interface Encoder {
    writeInt8(value: number): this;
    writeBoolean(value: boolean): this;
    writeUVarInt(value: number): this;
    writeUVarIntString(value: string): this;
  }
  interface Decoder {
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readBytes(length: number): Uint8Array;
    readUVarIntString(): string | null;
    readUVarIntArray<T>(reader: (decoder: Decoder) => T): T[] | null;
    readTaggedFields(): unknown;
  }
}

declare module 'kafkajs/src/broker/index.js' {
  const Broker: new (options: {
    connectionPool: KafkajsInternals.ConnectionPool;
    logger: KafkajsInternals.Logger;
    nodeId?: number;
    allowAutoTopicCreation: boolean;
  }) => KafkajsInternals.Broker;
  export = Broker;
}

declare module 'kafkajs/src/cluster/connectionPoolBuilder.js' {
  const connectionPoolBuilder: (options: {
    brokers: readonly string[];
    ssl?: unknown;
    sasl?: unknown;
    clientId: string;
    connectionTimeout: number;
    requestTimeout: number;
    enforceRequestTimeout: boolean;
    socketFactory: unknown;
    logger: KafkajsInternals.Logger;
  }) => { build(target: { host: string; port: number }): Promise<KafkajsInternals.ConnectionPool> };
  export = connectionPoolBuilder;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  const socketFactory: () => unknown;
  export = socketFactory;
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: {
    createLogger(options: { level: number; logCreator: () => () => void }): KafkajsInternals.Logger;
  };
  export = loggers;
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  const protocol: { requests: Readonly<Record<string, unknown>> };
  export = protocol;
}

declare module 'kafkajs/src/protocol/requests/apiKeys.js' {
  const apiKeys: Readonly<Record<string, number>>;
  export = apiKeys;
}

declare module 'kafkajs/src/protocol/encoder.js' {
  const Encoder: new () => KafkajsInternals.Encoder;
  export = Encoder;
}

declare module 'kafkajs/src/protocol/decoder.js' {
  const Decoder: new (buffer: Uint8Array) => KafkajsInternals.Decoder;
  export = Decoder;
}
