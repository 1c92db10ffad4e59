import type { IncomingHttpHeaders } from 'node:http';

/** A call to AWS, as its documentation names it. */
export interface CallName {
  /** `dynamodb`, `cloudwatch`, `kafka` … */
  readonly service: string;
  /** `PutItem`, `GetMetricData` … */
  readonly operation: string;
}

/** A request as far as its name follows from it. */
export interface NamedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Names that differ between signatures and documentation. */
const serviceNames: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', ce: 'cost-explorer' };

/** Service by the scope of the signature, operation by the protocol: JSON target, RPC path, query, or REST. */
export function callName({ method, url, headers, body }: NamedRequest): CallName {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  const service = scope === undefined ? 'unsigned' : (serviceNames[scope] ?? scope);
  const target = /\.([A-Za-z0-9]+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1];
  const rpc = /\/operation\/([A-Za-z0-9]+)$/.exec(url)?.[1];
  const query = /(?:^|&)Action=([A-Za-z0-9]+)/.exec(body.toString('latin1', 0, 4096))?.[1];
  const operation = target ?? rpc ?? query ?? restOperation(service, method, url);
  return { service, operation };
}

function restOperation(service: string, method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  if (service === 's3') return s3Operation(method, pathname, searchParams);
  if (service === 'kafka') return kafkaOperation(pathname);
  if (service === 'lambda' && pathname.endsWith('/invocations')) return 'Invoke';
  return `${method} ${pathname.split('/')[1] ?? ''}`;
}

/** Source: Amazon S3 API reference; only what Tidewatch calls. */
function s3Operation(method: string, pathname: string, query: URLSearchParams): string {
  const isBucket = pathname.split('/').filter(Boolean).length < 2;
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (method === 'GET' && query.has('versions')) return 'ListObjectVersions';
  if (method === 'GET' && isBucket) return 'ListObjectsV2';
  const verbs: Readonly<Record<string, string>> = {
    GET: 'Get',
    PUT: 'Put',
    HEAD: 'Head',
    DELETE: 'Delete',
    POST: 'Post',
  };
  return `${verbs[method] ?? method}${isBucket ? 'Bucket' : 'Object'}`;
}

/** Source: Amazon MSK API reference; only what Tidewatch calls. */
function kafkaOperation(pathname: string): string {
  if (pathname === '/api/v2/clusters') return 'ListClustersV2';
  if (pathname.startsWith('/api/v2/clusters/')) return 'DescribeClusterV2';
  if (pathname.endsWith('/nodes')) return 'ListNodes';
  if (pathname.endsWith('/topics')) return 'ListTopics';
  if (pathname.endsWith('/bootstrap-brokers')) return 'GetBootstrapBrokers';
  return pathname.startsWith('/v1/tags/') ? 'ListTagsForResource' : 'other';
}

/** The beginning of the name of the calling function, as `functions-preload.cjs` has the SDK say it; empty for others. */
export function callerOf({ 'user-agent': agent = '', 'x-amz-user-agent': own }: IncomingHttpHeaders): string {
  const app = /(?:^|\s)app\/(\S+)/.exec(`${agent} ${String(own ?? '')}`)?.[1] ?? '';
  // Powertools signs after the name.
  return app.replace(/[-/]PT[-/].*$/, '');
}

/**
 * What a call holds of what is billed one by one: metrics of a GetMetricData, messages of a batch; else nought.
 * Each query has one MetricStat, in CBOR and in the query protocol alike, and each message of a batch one id;
 * no value of ours holds these words.
 */
export function itemsOf({ operation }: CallName, body: Buffer): number {
  const text = () => body.toString('latin1');
  if (operation === 'SendMessageBatch') return count(text(), '"MessageBody"');
  if (operation === 'PublishBatch') return distinct(text(), /PublishBatchRequestEntries\.member\.(\d+)\./g);
  if (operation !== 'GetMetricData') return 0;
  return distinct(text(), /MetricDataQueries\.member\.(\d+)\./g) || count(text(), 'MetricStat');
}

function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

function distinct(text: string, numbers: RegExp): number {
  return new Set(Array.from(text.matchAll(numbers), ([, n]) => n)).size;
}
