import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { templateCluster } from './given.ts';

type Attribute = { readonly S?: string };
type Item = Readonly<Record<string, Attribute>>;
type Fields = Readonly<Record<string, unknown>>;

export interface BenchServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * DynamoDB and S3 on a loopback port, as far as the stores use them: they take every write, for there is one
 * writer. Points of a series that nobody has written are those of a template, so that two weeks of a thousand
 * series need not be written first.
 */
export async function startServer(): Promise<BenchServer> {
  const tables = createTables();
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const target = request.headers['x-amz-target'];
    if (typeof target !== 'string') return answerS3(objects, request, body, response);
    const result = tables.call(target.replace(/^.*\./, ''), JSON.parse(body.toString()) as Fields);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(result));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answerS3(
  objects: Map<string, Buffer>,
  { method, url = '' }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const key = url.replace(/\?.*$/, '');
  if (method === 'PUT') objects.set(key, body);
  const found = objects.get(key);
  if (method !== 'PUT' && method !== 'GET') response.writeHead(405).end();
  else if (found === undefined)
    response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
  else response.writeHead(200, { etag: `"${found.length}"` }).end(method === 'GET' ? found : undefined);
}

/** @throws Error on a call or condition that it does not know */
function createTables() {
  const partitions = new Map<string, Map<string, Item>>();
  const templateKeys = () => [...partitions.keys()].filter((pk) => pk.includes(templateCluster)).sort();
  let known: readonly string[] | undefined;

  /** Items of the partition between two sort keys, both included, in their order. */
  function range(pk: string, from: string, to: string): Item[] {
    const mine = partitions.get(pk) ?? new Map<string, Item>();
    const inside = [...templateOf(pk), ...mine].filter(([sk]) => sk >= from && sk <= to);
    return [...new Map(inside)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => ({ ...item, pk: { S: pk } }));
  }

  function templateOf(pk: string): ReadonlyMap<string, Item> {
    if (pk.startsWith('index') || pk.includes(templateCluster)) return new Map();
    known ??= templateKeys();
    return partitions.get(known[pk.length % known.length] ?? '') ?? new Map();
  }

  function find(pk: string, sk: string): Item[] {
    const found = partitions.get(pk)?.get(sk) ?? templateOf(pk).get(sk);
    return found ? [{ ...found, pk: { S: pk } }] : [];
  }

  const calls: Readonly<Record<string, (input: Fields) => unknown>> = {
    PutItem: ({ Item: item }) => {
      const { pk, sk } = item as Item;
      const mine = partitions.get(pk?.S ?? '') ?? new Map<string, Item>();
      partitions.set(pk?.S ?? '', mine.set(sk?.S ?? '', item as Item));
      return {};
    },
    BatchGetItem: ({ RequestItems }) => {
      const asked = Object.entries(RequestItems as Record<string, { readonly Keys: readonly Item[] }>);
      const found = asked.map(([table, { Keys }]) => [
        table,
        Keys.flatMap(({ pk, sk }) => find(pk?.S ?? '', sk?.S ?? '')),
      ]);
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    },
    Query: ({ ExpressionAttributeValues: values }) => {
      const text = (name: string) => (values as Item)[name]?.S;
      const begin = text(':begin');
      const from = begin ?? text(':from') ?? '';
      const to = begin === undefined ? (text(':to') ?? '\uffff') : `${begin}\uffff`;
      const items = range(text(':pk') ?? '', from, to);
      return { Items: items, Count: items.length };
    },
  };
  return {
    call(name: string, input: Fields): unknown {
      const call = calls[name];
      if (call === undefined) throw new Error(`the bench's server does not know ${name}`);
      return call(input);
    },
  };
}
