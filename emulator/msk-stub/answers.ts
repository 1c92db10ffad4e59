import {
  bootstrapBody,
  clusterBody,
  type DescribedCluster,
  nodeBodies,
  topicBodies,
} from './described-cluster.ts';

/** What the stub answers: a status, a JSON body, and the type of an error. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly errorType?: string;
}

/** Most items of a page, whatever is asked for: small, so that callers that do not page are found out. */
const pageItems = 10;

/** The answer to a request of the MSK API. @param url path and query as they came */
export function answerOf(method: string, url: string, clusters: readonly DescribedCluster[]): Answer {
  const { pathname, searchParams } = new URL(url, 'http://stub');
  const [, version, ...rest] = pathname
    .replace(/^\/api/, '')
    .split('/')
    .map(decodeURIComponent);
  const route = rest.join('/');
  if (method !== 'GET') return notFound(`${method} ${pathname} is none of the routes of this stub`);
  if (version === 'v2' && route === 'clusters') return listClusters(clusters, searchParams);
  const { kind, arn, part } = partsOf(route);
  const cluster = clusters.find((one) => one.arn === arn);
  if (kind === undefined) return notFound(`GET ${pathname} is none of the routes of this stub`);
  if (cluster === undefined) return notFound(`The requested resource doesn't exist: ${arn}`);
  if (kind === 'tags') return fine({ tags: cluster.tags ?? {} });
  switch (part) {
    case '':
      return version === 'v2'
        ? fine({ clusterInfo: clusterBody(cluster) })
        : notFound('use DescribeClusterV2 here');
    case 'nodes':
      return page('nodeInfoList', nodeBodies(cluster), searchParams);
    case 'topics':
      return page('topics', topicBodies(cluster), searchParams);
    case 'bootstrap-brokers':
      return fine(bootstrapBody(cluster));
    default:
      return notFound(`GET ${pathname} is none of the routes of this stub`);
  }
}

/** ARNs hold slashes of their own: `arn:…:cluster/NAME/UUID`, then the part. */
function partsOf(route: string): { kind?: 'clusters' | 'tags'; arn: string; part: string } {
  const [, kind, arn = '', part = ''] =
    /^(clusters|tags)\/(arn:[^/]*\/[^/]*\/[^/]*)\/?(.*)$/.exec(route) ?? [];
  return kind === 'clusters' || kind === 'tags' ? { kind, arn, part } : { arn, part };
}

function listClusters(clusters: readonly DescribedCluster[], query: URLSearchParams): Answer {
  const prefix = query.get('clusterNameFilter') ?? '';
  const type = query.get('clusterTypeFilter');
  const found = clusters
    .filter(({ name }) => name.startsWith(prefix))
    .map(clusterBody)
    .filter(({ clusterType }) => type === null || clusterType === type);
  return page('clusterInfoList', found, query);
}

function page(name: string, items: readonly unknown[], query: URLSearchParams): Answer {
  const from = Number(query.get('nextToken') ?? 0);
  const size = Math.min(pageItems, Number(query.get('maxResults') ?? pageItems));
  const next = from + size < items.length ? { nextToken: String(from + size) } : {};
  return fine({ [name]: items.slice(from, from + size), ...next });
}

function fine(body: unknown): Answer {
  return { status: 200, body };
}

function notFound(message: string): Answer {
  return { status: 404, body: { message }, errorType: 'NotFoundException' };
}
