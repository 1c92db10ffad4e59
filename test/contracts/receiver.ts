import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Receiver } from '../../lib/ports/receiver.ts';
import { incidentOf } from './incident-store.ts';

export interface ReceiverUnderTest {
  /** Makes a receiver that posts to this address and waits no longer than `timeoutMs` for an answer. */
  readonly make: (address: string, timeoutMs: number) => Receiver;
  /** What must never appear in a reason or an error. */
  readonly secret: string;
}

/** Each status with what a receiver must make of it. */
const statuses = [
  [202, 'delivered'],
  [400, 'refused'],
  [403, 'refused'],
  [404, 'refused'],
  [302, 'retry'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
] as const;

/** What every receiver that posts over HTTP must do, against a server on loopback. */
export function receiverContract(name: string, { make, secret }: ReceiverUnderTest): void {
  describe(`${name} keeps the contract of a receiver`, () => {
    let server: Server;
    let address: string;
    let answer: (
      request: IncomingMessage,
    ) => { status: number; headers?: Record<string, string> } | undefined;
    let bodies: string[];

    beforeEach(async () => {
      bodies = [];
      server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        bodies.push(Buffer.concat(chunks).toString());
        const given = answer(request);
        // No answer at all is a receiver that hangs.
        if (given) response.writeHead(given.status, given.headers).end(`{"echo":"${secret}"}`);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/enqueue`;
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    test.each(statuses)('%d is %s', async (status, expected) => {
      const headers = status === 302 ? { location: `${address}/elsewhere` } : undefined;
      answer = () => ({ status, ...(headers && { headers }) });
      const result = await make(address, 5000).deliver(incidentOf());
      if (expected === 'delivered') expect(result).toEqual({ kind: 'delivered' });
      else expect(result).toMatchObject({ kind: 'failed', retry: expected === 'retry' });
      expect(bodies).toHaveLength(1);
      expectQuiet(result, secret);
    });

    test('the wait that a busy server asks for is passed on', async () => {
      answer = () => ({ status: 429, headers: { 'retry-after': '7' } });
      expect(await make(address, 5000).deliver(incidentOf())).toMatchObject({ retry: true, afterMs: 7000 });
    });

    test('no answer in time is worth another attempt', async () => {
      answer = () => undefined;
      const result = await make(address, 50).deliver(incidentOf());
      expect(result).toMatchObject({ kind: 'failed', retry: true, reason: expect.stringContaining('50 ms') });
      expectQuiet(result, secret);
    });

    test('a connection that is refused or broken is worth another attempt', async () => {
      answer = (request) => {
        request.socket.destroy();
        return undefined;
      };
      const broken = await make(address, 5000).deliver(incidentOf());
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const refused = await make(address, 5000).deliver(incidentOf());
      for (const result of [broken, refused]) {
        expect(result).toMatchObject({ kind: 'failed', retry: true });
        expectQuiet(result, secret);
      }
    });
  });
}

function expectQuiet(result: object, secret: string): void {
  expect(JSON.stringify(result)).not.toContain(secret);
}
