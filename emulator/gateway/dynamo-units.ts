/** Request units that a call to DynamoDB uses, on demand. */
export interface DynamoUnits {
  readonly write: number;
  readonly read: number;
}

type Json = Readonly<Record<string, unknown>>;

const none: DynamoUnits = { write: 0, read: 0 };
const writeBytes = 1024;
const readBytes = 4096;

/**
 * The units of a call, from the sizes of the items in its request and its answer: a write unit for each KB of an
 * item, half a read unit for each 4 KB, a whole one where the read is consistent. An update or a removal, of which
 * neither has the item, is taken to be of an item of 1 KB.
 * Source: Amazon DynamoDB developer guide, "DynamoDB read and write operations".
 */
export function dynamoUnits(operation: string, request: Buffer, answer: Buffer): DynamoUnits {
  const asked = parse(request);
  switch (operation) {
    case 'PutItem':
      return { write: writeUnits(asked.Item), read: 0 };
    case 'UpdateItem':
    case 'DeleteItem':
      return { write: 1, read: 0 };
    case 'TransactWriteItems':
      return { write: 2 * transactUnits(asked.TransactItems), read: 0 };
    case 'GetItem':
      return { write: 0, read: readUnits(sizeOf(parse(answer).Item), asked.ConsistentRead) };
    case 'Query':
    case 'Scan':
      return { write: 0, read: readUnits(sumOf(parse(answer).Items), asked.ConsistentRead) };
    case 'BatchGetItem':
      return { write: 0, read: batchUnits(asked.RequestItems, parse(answer).Responses) };
    default:
      return none;
  }
}

function transactUnits(items: unknown): number {
  return listOf(items).reduce<number>((sum, one) => {
    const { Put } = (one ?? {}) as { Put?: { Item?: unknown } };
    return sum + (Put === undefined ? 1 : writeUnits(Put.Item));
  }, 0);
}

/** A key without an item costs as much as the smallest item. */
function batchUnits(request: unknown, responses: unknown): number {
  return Object.entries((request ?? {}) as Json).reduce((sum, [table, wanted]) => {
    const { Keys, ConsistentRead } = wanted as { Keys?: unknown; ConsistentRead?: unknown };
    const found = listOf(((responses ?? {}) as Json)[table]);
    const missing = Math.max(0, listOf(Keys).length - found.length);
    const units = found.reduce<number>((total, item) => total + readUnits(sizeOf(item), ConsistentRead), 0);
    return sum + units + missing * readUnits(0, ConsistentRead);
  }, 0);
}

function writeUnits(item: unknown): number {
  return Math.max(1, Math.ceil(sizeOf(item) / writeBytes));
}

function readUnits(bytes: number, isConsistent: unknown): number {
  return Math.max(1, Math.ceil(bytes / readBytes)) * (isConsistent === true ? 1 : 0.5);
}

function sumOf(items: unknown): number {
  return listOf(items).reduce<number>((sum, item) => sum + sizeOf(item), 0);
}

/** Bytes of an item in DynamoDB's JSON: its names and values. */
function sizeOf(item: unknown): number {
  return Object.entries((item ?? {}) as Json).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: unknown): number {
  const [[type, content] = []] = Object.entries((value ?? {}) as Json);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return Math.ceil(String(content).length / 2) + 1;
    case 'B':
      return Buffer.byteLength(String(content), 'base64');
    case 'L':
      return 3 + listOf(content).reduce<number>((sum, one) => sum + 1 + valueBytes(one), 0);
    case 'M':
      return 3 + sizeOf(content);
    case 'SS':
    case 'NS':
    case 'BS':
      return listOf(content).reduce<number>((sum, one) => sum + Buffer.byteLength(String(one)), 0);
    default:
      return 1;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parse(text: Buffer): Json {
  try {
    return JSON.parse(text.toString()) as Json;
  } catch {
    return {};
  }
}
