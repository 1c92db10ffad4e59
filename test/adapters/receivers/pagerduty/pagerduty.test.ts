import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPagerDutyReceiver } from '../../../../lib/adapters/receivers/pagerduty/index.ts';
import { checkOptions } from '../../../../lib/adapters/receivers/pagerduty/options.ts';
import { createPace } from '../../../../lib/adapters/receivers/pagerduty/pace.ts';
import {
  limits,
  renderBody,
  renderEvent,
  truncate,
} from '../../../../lib/adapters/receivers/pagerduty/render.ts';
import { createReceivers } from '../../../../lib/adapters/receivers/registry.ts';
import type { Runbook } from '../../../../lib/domain/catalogue/runbook.ts';
import type { Finding } from '../../../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../../../lib/domain/incidents/incident.ts';
import { ConfigError } from '../../../../lib/ports/errors.ts';
import { incidentOf } from '../../../contracts/incident-store.ts';
import { receiverContract } from '../../../contracts/receiver.ts';

const routingKey = '0123456789abcdef0123456789ABCDEF';
const t0 = Date.UTC(2026, 0, 5);

receiverContract('pagerduty', {
  make: (endpoint, timeoutMs) => createPagerDutyReceiver({ routingKey, endpoint, timeoutMs }),
  secret: routingKey,
});

const finding: Finding = {
  rule: 'disk_high',
  entity: { cluster: 'a/r/orders', broker: '2' },
  status: 'firing',
  severity: 'critical',
  sinceMs: t0,
  atMs: t0,
  evidence: { words: 'Disk used of broker 2 of orders is 91 %', values: { value: 91, limit: 85 } },
};
const incident: Incident = incidentOf({
  id: 'a/r/orders/disk_high/broker=2#1',
  dedupKey: 'a/r/orders/disk_high/broker=2',
  cause: 'disk',
  title: 'Disk is filling up: broker 2 of orders',
  entity: finding.entity,
  rule: 'disk_high',
  findings: [finding],
});
const runbook: Runbook = {
  id: 'disk',
  family: 'capacity',
  title: 'Disk is filling up',
  firstCommand: 'aws kafka describe-cluster --cluster-arn {arn} # {cluster} {broker}',
  symptoms: ['s'],
  causes: ['c'],
  solutions: ['d'],
  references: [],
};

describe('the event', () => {
  test('a trigger has the exact shape of Events v2', () => {
    const options = {
      routingKey,
      incidentUrl: 'https://tw/incidents/{id}',
      runbookUrl: 'https://wiki/{runbook}',
      runbook,
    };
    expect(renderEvent(incident, options)).toEqual({
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: 'a/r/orders/disk_high/broker=2',
      client: 'Tidewatch',
      client_url: 'https://tw/incidents/a%2Fr%2Forders%2Fdisk_high%2Fbroker%3D2%231',
      links: [{ href: 'https://wiki/disk', text: 'Runbook: Disk is filling up' }],
      payload: {
        summary: '[orders] Disk is filling up: Disk used of broker 2 of orders is 91 %',
        source: 'a/r/orders',
        severity: 'critical',
        timestamp: '2026-01-05T00:00:00.000Z',
        component: 'broker 2',
        group: 'orders',
        class: 'disk_high',
        custom_details: {
          cluster: 'a/r/orders',
          cause: 'disk',
          broker: '2',
          findings: ['firing critical disk_high: Disk used of broker 2 of orders is 91 %'],
          values: { value: 91, limit: 85 },
          first_command: 'aws kafka describe-cluster --cluster-arn {arn} # orders 2',
          symptoms: ['s'],
          causes: ['c'],
          solutions: ['d'],
        },
      },
    });
  });

  test('a resolve goes out under the same dedup key', () => {
    const resolved = { ...incident, status: 'resolved', resolvedAtMs: t0 + 1 } as const;
    const [trigger, resolve] = [incident, resolved].map((one) => renderEvent(one, { routingKey }));
    expect([trigger?.event_action, resolve?.event_action]).toEqual(['trigger', 'resolve']);
    expect(resolve?.dedup_key).toBe(trigger?.dedup_key);
  });

  test('an acknowledged incident is still a trigger', () => {
    expect(renderEvent({ ...incident, status: 'acknowledged' }, { routingKey }).event_action).toBe('trigger');
  });

  test('a long summary is cut by code point: no character is halved and none is given away', () => {
    const long = renderEvent({ ...incident, title: '🌊'.repeat(2000) }, { routingKey }).payload.summary;
    expect(Array.from(long)).toHaveLength(limits.summary);
    expect(long.endsWith('🌊…')).toBe(true);
    expect(truncate('🌊'.repeat(1024), 1024)).toBe('🌊'.repeat(1024));
  });

  test('a body over 512 KB loses its details first and says so', () => {
    const words = 'x'.repeat(20_000);
    const findings = Array.from({ length: 50 }, () => ({ ...finding, evidence: { words, values: {} } }));
    const body = renderBody(renderEvent({ ...incident, findings }, { routingKey }));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limits.bodyBytes);
    const { payload, dedup_key } = JSON.parse(body);
    expect(payload.custom_details).toEqual({ note: expect.stringContaining('512 KB') });
    expect(dedup_key).toBe(incident.dedupKey);
  });

  test('of very many findings the first are told and the rest counted', () => {
    const findings = Array.from({ length: 60 }, () => finding);
    const { payload } = renderEvent({ ...incident, findings }, { routingKey });
    expect(payload.custom_details).toMatchObject({ findings_left_out: 10 });
    expect(payload.summary).toMatch(/ \(and 59 more\)$/);
  });
});

describe('the options', () => {
  test.each(['', 'short', `${routingKey}0`, '!'.repeat(32)])(
    'refuses a routing key of the wrong form without printing it: %j',
    (key) => {
      const make = () => createPagerDutyReceiver({ routingKey: key });
      expect(make).toThrow(ConfigError);
      expect(make).toThrow(
        /routingKey must be the integration key, 32 letters and digits: got \d+ characters/,
      );
      if (key !== '') expect(messageOf(make)).not.toContain(key);
    },
  );

  test.each([
    ['http://events.pagerduty.com/v2/enqueue', /must use https/],
    ['ftp://127.0.0.1/', /must use https/],
    ['http://127.0.0.1.evil.example/', /must use https/],
    ['https://user:pass@host/', /user name or password/],
    ['nowhere', /must be a URL/],
  ])('refuses the endpoint %s', (endpoint, reason) => {
    expect(() => checkOptions({ routingKey, endpoint })).toThrow(reason);
  });

  test.each([
    'https://events.eu.pagerduty.com/v2/enqueue',
    'http://127.0.0.1:9/',
    'http://localhost:9/',
    'http://[::1]:9/',
  ])('takes the endpoint %s', (endpoint) => {
    expect(checkOptions({ routingKey, endpoint }).endpoint).toBe(endpoint);
  });

  test('tells every problem at once', () => {
    const options = {
      routingKey: '',
      endpoint: 'x',
      timeoutMs: 0,
      ratePerMinute: Number.NaN,
      runbookUrl: 'javascript:x',
    };
    expect(messageOf(() => checkOptions(options)).split('\n')).toHaveLength(5);
  });

  test('refuses two receivers of one id', () => {
    const one = { kind: 'pagerduty', routingKey } as const;
    expect(() => createReceivers([one, one])).toThrow(/id pagerduty is used twice/);
    expect(createReceivers([one, { ...one, id: 'second' }]).map(({ id }) => id)).toEqual([
      'pagerduty',
      'second',
    ]);
  });
});

function messageOf(make: () => unknown): string {
  try {
    make();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the pace', () => {
  test('no more than so many go out in any minute, and the wait is told', () => {
    const pace = createPace(3);
    expect([0, 10, 20, 30].map((at) => pace.take(at))).toEqual([0, 0, 0, 59_970]);
    expect([59_999, 60_000, 60_000].map((at) => pace.take(at))).toEqual([1, 0, 10]);
  });

  test('beyond it the receiver asks to be tried later and sends nothing', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests++;
      response.writeHead(202).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const receiver = createPagerDutyReceiver({ routingKey, endpoint, ratePerMinute: 1 });
    expect(await receiver.deliver(incident)).toEqual({ kind: 'delivered' });
    expect(await receiver.deliver(incident)).toMatchObject({
      kind: 'failed',
      retry: true,
      afterMs: expect.any(Number),
    });
    expect(requests).toBe(1);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
