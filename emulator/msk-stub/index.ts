import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, type LoopbackServer, listen } from '../runtime/http.ts';
import { type Answer, answerOf } from './answers.ts';
import { costAndUsage } from './cost.ts';
import type { DescribedCluster } from './described-cluster.ts';

export type { DescribedCluster } from './described-cluster.ts';

/**
 * The control plane of Amazon MSK as far as Tidewatch asks it, and Cost Explorer's GetCostAndUsage, which
 * emulators lack. `PUT /control/clusters` replaces all clusters, `POST` those of the given names, `GET` tells them.
 */
export function startMskStub(port: number, initial: readonly DescribedCluster[]): Promise<LoopbackServer> {
  let clusters = initial;
  return listen(port, async (request, response) => {
    if (request.url === '/control/clusters' && request.method !== 'GET') {
      const given = JSON.parse((await bodyOf(request)).toString()) as readonly DescribedCluster[];
      const names = new Set(given.map(({ name }) => name));
      const kept = request.method === 'PUT' ? [] : clusters.filter(({ name }) => !names.has(name));
      clusters = [...kept, ...given];
    }
    send(response, request.url === '/control/clusters' ? { status: 200, body: clusters } : await answer());

    async function answer(): Promise<Answer> {
      if (request.method === 'POST' && request.url === '/') return costs(request);
      return answerOf(request.method ?? 'GET', request.url ?? '/', clusters);
    }
  });
}

async function costs(request: IncomingMessage): Promise<Answer> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const body = (await bodyOf(request)).toString();
  if (target.endsWith('.GetCostAndUsage'))
    return { status: 200, body: costAndUsage(JSON.parse(body) as Parameters<typeof costAndUsage>[0]) };
  const message = `${target || 'an operation without a name'} is none of this stub`;
  return { status: 400, body: { message }, errorType: 'ValidationException' };
}

function send(response: ServerResponse, { status, body, errorType }: Answer): void {
  const type = errorType === undefined ? {} : { 'x-amzn-errortype': errorType };
  response.writeHead(status, { 'content-type': 'application/json', ...type });
  response.end(JSON.stringify(body));
}
