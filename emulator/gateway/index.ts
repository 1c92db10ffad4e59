import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, type LoopbackServer, listen } from '../runtime/http.ts';
import { CallLog } from './call-log.ts';
import { type CallName, callerOf, callName, itemsOf } from './call-name.ts';
import { dynamoUnits } from './dynamo-units.ts';
import { type Fault, Faults } from './faults.ts';

export type { CallCount } from './call-log.ts';
export type { Fault } from './faults.ts';

export interface GatewayOptions {
  readonly port: number;
  /** Addresses of loopback. */
  readonly engineUrl: string;
  /** Stands for MSK and Cost Explorer. */
  readonly kafkaUrl: string;
}

/** Services that the emulator lacks. */
const stubbed: ReadonlySet<string> = new Set(['kafka', 'cost-explorer']);

/**
 * What the functions call as AWS: hands calls on to the emulator or the MSK stub, counts them, and refuses
 * those that it was told to. `GET` and `DELETE /control/calls` tell and forget the counts, `PUT
 * /control/faults` sets the faults (an empty list ends them).
 */
export function startGateway({ port, engineUrl, kafkaUrl }: GatewayOptions): Promise<LoopbackServer> {
  const log = new CallLog();
  const faults = new Faults();
  const agent = new Agent({ keepAlive: true });

  async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const route = `${request.method} ${request.url}`;
    if (route === 'DELETE /control/calls') log.clear();
    if (route === 'PUT /control/faults') faults.set(JSON.parse(body.toString()) as readonly Fault[]);
    const answers: Readonly<Record<string, unknown>> = {
      '/control/faults': faults.list(),
      '/control/callers': log.callers(),
    };
    const answer = answers[request.url ?? ''] ?? log.list();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  async function handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const body = await bodyOf(request);
    const name = callName({ method, url, headers, body });
    const fault = faults.take(name, url, body);
    const answer = fault
      ? faultAnswer(fault)
      : await forward(agent, stubbed.has(name.service) ? kafkaUrl : engineUrl, request, body);
    count(name, callerOf(headers), body, answer);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  function count(name: CallName, caller: string, body: Buffer, answer: Answer): void {
    const items = itemsOf(name, body);
    const isDynamo = name.service === 'dynamodb' && answer.status < 300;
    const units = isDynamo ? dynamoUnits(name.operation, body, answer.body) : { write: 0, read: 0 };
    const sizes = { requestBytes: body.length, responseBytes: answer.body.length };
    log.add({ name, caller, items, units, status: answer.status, ...sizes }, Date.now());
  }

  return listen(port, (request, response) => {
    const work = request.url?.startsWith('/control/') ? control : handOn;
    work(request, response).catch(() => {
      // As a service that is not there: the caller tries again.
      if (!response.headersSent) response.writeHead(503);
      response.end();
    });
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

function faultAnswer({ status, type }: Fault): Answer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  const message = 'refused by the gateway of the local environment, as it was told to';
  return { status, headers, body: Buffer.from(JSON.stringify({ __type: type, message })) };
}

function forward(agent: Agent, to: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url = '/', headers } = request;
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _chunked, ...kept } = headers;
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
    const onward = httpRequest(
      new URL(url, to),
      { method, agent, headers: { ...kept, ...length, connection: 'keep-alive' } },
      (incoming) => {
        bodyOf(incoming).then(
          (answered) =>
            resolve({ status: incoming.statusCode ?? 502, headers: passedOn(incoming), body: answered }),
          reject,
        );
      },
    );
    onward.once('error', reject);
    onward.end(body);
  });
}

/** The headers of an answer that is sent again as a whole. */
function passedOn({ headers }: IncomingMessage): Record<string, string | string[]> {
  const hop = new Set(['connection', 'keep-alive', 'transfer-encoding']);
  const kept = Object.entries(headers).filter(([name, value]) => !hop.has(name) && value !== undefined);
  return Object.fromEntries(kept) as Record<string, string | string[]>;
}
