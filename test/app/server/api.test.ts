import type { TileJson } from '../../../app/server/api-types.ts';
import { tileMeasures } from '../../../app/server/tiles.ts';
import { signals } from '../../../lib/domain/catalogue/index.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { clusterName, samplesOf, startMs, stepMs } from '../fake-series.ts';
import { finding, foreignFinding } from '../fake-view.ts';
import { type Served, serveFake } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serveFake();
});
afterAll(() => served.close());

const cluster = encodeURIComponent(clusterName);

test('the status is as the runtime tells it', async () => {
  expect(await served.json('/api/status')).toEqual({ status: 200, body: served.view.status() });
});

test('a tile says what a cluster carries, how many brokers are heard of and what fires', async () => {
  const { status, body } = await served.json('/api/clusters');
  expect(status).toBe(200);
  expect(body).toEqual([
    {
      cluster: served.view.clusters()[0],
      brokersOnline: 3,
      brokersKnown: 4,
      measures: [
        { id: 'traffic_in', label: 'Traffic in', unit: 'bytes_per_second', value: 600 },
        { id: 'traffic_out', label: 'Traffic out', unit: 'bytes_per_second' },
        {
          id: 'lag',
          label: expect.any(String),
          unit: 'seconds',
          value: 30,
          of: 'group warehouse, topic orders',
        },
        { id: 'disk', label: 'Fullest disk', unit: 'percent', value: 30, of: 'broker 3' },
      ],
      firing: { critical: 1, error: 0, warning: 1, info: 0 },
      lastMs: startMs,
    },
  ]);
});

test('a tile leaves out a broker that fell silent', async () => {
  const own = await serveFake();
  try {
    for (let i = 1; i <= 3; i++) own.view.advance();
    const { nowMs } = own.view.status();
    const heard = ['1', '3'].map((broker) => createSeries('bytes_in', { cluster: clusterName, broker }));
    await own.view.store.write(heard.map((series) => samplesOf(series, [nowMs], () => 7)));
    const [tile] = (await own.json('/api/clusters')).body as readonly TileJson[];
    expect(tile).toMatchObject({ brokersOnline: 2, brokersKnown: 4, lastMs: nowMs });
    expect(tile?.measures[0]).toMatchObject({ id: 'traffic_in', value: 14 });
  } finally {
    await own.close();
  }
});

test('tiles show signals of the real catalogue in their own unit', () => {
  for (const { signals: ids, unit } of tileMeasures) {
    for (const id of ids) expect([id, signals.find((own) => own.id === id)?.unit]).toEqual([id, unit]);
  }
});

test('a finding comes with the title of its rule and its entity in words', async () => {
  expect((await served.json('/api/findings')).body).toEqual([
    { ...finding, title: 'A broker went silent', where: 'broker 2' },
    { ...foreignFinding, title: 'from_elsewhere', where: 'broker 2' },
  ]);
});

test('an incident comes with its runbook, whose command has what is known filled in', async () => {
  const { body } = await served.json('/api/incidents?limit=1');
  expect(body).toEqual([
    expect.objectContaining({
      id: 'incident 2',
      where: 'broker 2',
      runbook: expect.objectContaining({
        id: 'broker_down',
        firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} # 2 of orders',
      }),
    }),
  ]);
  expect((await served.json('/api/incidents')).body).toHaveLength(2);
});

test('the dashboard has only what the cluster measures, and what one can filter by', async () => {
  const { body } = await served.json(`/api/dashboard?cluster=${cluster}`);
  expect(body).toEqual({
    sections: [
      {
        id: 'brokers',
        title: 'Brokers',
        panels: [
          expect.objectContaining({ id: 'bytes_in', band: true, width: 12, unit: 'bytes_per_second' }),
          {
            id: 'disk',
            title: 'Disk used',
            band: false,
            width: 12,
            unit: 'percent',
            signals: [
              {
                id: 'disk_used',
                title: 'Disk used',
                description: 'Disk used, described.',
                unit: 'percent',
                harm: 'high',
              },
            ],
          },
        ],
      },
    ],
    topics: ['orders'],
    brokers: ['1', '2', '3'],
    groups: ['billing', 'search', 'warehouse'],
  });
});

test('series are those that the filter lets through, each with the time of its newest point', async () => {
  const { body } = await served.json(`/api/series?cluster=${cluster}&signal=disk_used`);
  expect(body).toHaveLength(3);
  expect(body).toContainEqual({
    key: `disk_used{cluster=${clusterName},broker=1}`,
    signal: 'disk_used',
    entity: { cluster: clusterName, broker: '1' },
    lastMs: startMs,
  });
  expect((await served.json('/api/series')).body).toHaveLength(9);
  expect((await served.json('/api/series?cluster=another')).body).toEqual([]);
});

test('forecasts are numbers in plain arrays', async () => {
  const key = encodeURIComponent(`disk_used{cluster=${clusterName},broker=2}`);
  const { body } = await served.json(`/api/forecasts?key=${key}`);
  expect(body).toEqual([
    expect.objectContaining({ originMs: startMs, stepMs, level: 0.95, mean: Array(288).fill(20) }),
  ]);
});

test.each([
  ['/api/incidents?limit=0', 'limit: must be a number from 1 to 500'],
  ['/api/incidents?limit=many', 'limit: must be a number from 1 to 500'],
  ['/api/inbox?limit=1.5', 'limit: must be whole'],
  ['/api/inbox?limt=5', 'limt: no such parameter here'],
  ['/api/dashboard', 'cluster: name the cluster: ?cluster=ID'],
  ['/api/dashboard?cluster=', 'cluster: name the cluster: ?cluster=ID'],
  ['/api/series?signal=', 'signal: must not be blank'],
  ['/api/points?cluster=a', 'signal: name at least one: &signal=ID'],
  ['/api/points?cluster=a&signal=b&width=9', 'width: must be a number from 50 to 4000'],
  ['/api/points?cluster=a&signal=b&lines=0', 'lines: must be a number from 1 to 50'],
  [
    '/api/points?span=NaN&to=-1',
    'cluster: name the cluster: ?cluster=ID; signal: name at least one: &signal=ID; ' +
      'span: must be a number from 60000 to 34560000000; to: must be a number from 0 to 8640000000000000',
  ],
  [`/api/points?cluster=a${'&signal=b'.repeat(51)}`, 'signal: at most 50 of them'],
])('refuses %.60s with every fault in one line', async (path, error) => {
  expect(await served.json(path)).toEqual({ status: 400, body: { error } });
});

test.each(['/api/nothing', '/api', '/api/points/x', '/nothing', '/v2/other'])(
  'nothing at %s is said as JSON',
  async (path) => {
    expect(await served.json(path)).toEqual({ status: 404, body: { error: `nothing at ${path}` } });
  },
);

test('nothing is changed by reading: a control asked for by GET is not there', async () => {
  expect((await served.json('/api/pause')).status).toBe(404);
  expect((await served.json('/v2/enqueue')).status).toBe(404);
  expect(served.view.status().isPaused).toBe(false);
});

test('pause and resume answer with the status after them', async () => {
  expect(await served.post('/api/pause')).toMatchObject({ status: 200, body: { isPaused: true } });
  expect(served.view.status().isPaused).toBe(true);
  expect(await served.post('/api/resume')).toMatchObject({ status: 200, body: { isPaused: false } });
});

test('a story is started, and one that is not there is refused with one clear line', async () => {
  expect(await served.post('/api/stories/broker_loss')).toEqual({ status: 202, body: { status: 'started' } });
  expect(await served.post('/api/stories/no%20such')).toEqual({
    status: 400,
    body: { error: 'no story no such: choose broker_loss' },
  });
});

test('a store that is down is an error of one line, and the server lives on', async () => {
  served.view.store.isDown = true;
  try {
    expect(await served.json(`/api/points?cluster=${cluster}&signal=disk_used`)).toEqual({
      status: 500,
      body: { error: 'the memory store is down: set isDown to false' },
    });
  } finally {
    served.view.store.isDown = false;
  }
  expect((await served.json('/api/clusters')).status).toBe(200);
});
