import { addFeedbackCommand } from '../../app/commands/feedback.ts';
import { type Doubt, giveFeedback } from '../../app/feedback.ts';
import { createDecider, panel } from '../../lib/domain/anomaly/decisions/index.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { modelKey, packModel } from '../../lib/pipeline/series-model.ts';
import { incidentOf } from '../contracts/incident-store.ts';
import { createMemoryIncidentStore } from '../memory/incident-store.ts';
import { createMemoryModelStore } from '../memory/index.ts';
import { runCommand } from './commands/run-command.ts';
import { type Served, serveFake } from './server/served.ts';

const stepMs = 300_000;
const atMs = Date.UTC(2026, 0, 5);
const entity = { cluster: 'a/r/orders', broker: '1' };
const { key } = createSeries('bytes_in', entity);

/** Stores with one series whose newest step was an anomaly, and incidents about it and about a disk. */
async function stores() {
  const models = createMemoryModelStore();
  const incidents = createMemoryIncidentStore();
  const stream = { stepMs, startMs: atMs - 3 * stepMs };
  const fitted = seasonalNaive.fit(
    Float64Array.from({ length: 600 }, (_, i) => i % 3),
    { ...stream, periods: [] },
  );
  if (fitted.kind !== 'fitted') throw new Error(fitted.kind);
  const decider = createDecider({ detectors: panel, stream });
  decider.episodes.add(atMs, -1, -3);
  const times = { lastMs: atMs, seenMs: atMs, stepMs, trainedFromMs: atMs, trainedToMs: atMs };
  await models.save(new Map([[modelKey(key), packModel({ forecaster: fitted.model, decider, ...times })]]));
  const finding = { entity, status: 'firing', severity: 'warning', sinceMs: atMs, atMs } as const;
  const evidence = { words: '', values: {} };
  const lost = { ...finding, rule: 'broker_traffic_low', evidence };
  const full = { ...finding, rule: 'disk_high', evidence };
  await incidents.put(incidentOf({ id: 'lost', dedupKey: 'lost', findings: [lost, full] }));
  await incidents.put(incidentOf({ id: 'full', dedupKey: 'full', findings: [full] }));
  return { models, incidents };
}

const marked = [{ key, fromMs: atMs, toMs: atMs }];

test.each<[string, Doubt]>([
  ['an incident', { incident: 'lost' }],
  ['a series at a time', { series: key, atMs }],
])('%s can be called no anomaly', async (_, doubt) => {
  expect(await giveFeedback(await stores(), doubt)).toEqual({ kind: 'marked', marked });
});

test.each<[string, Doubt, RegExp]>([
  ['an incident that is none', { incident: 'unheard of' }, /no incident unheard of: give/],
  ['an incident about limits', { incident: 'full' }, /about limits/],
  ['a time at which nothing was', { series: key, atMs: atMs - 1e8 }, /no anomaly at 2026-01-03T/],
])('refuses %s', async (_, doubt, reason) => {
  const answer = await giveFeedback(await stores(), doubt);
  expect(answer).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
});

describe('over the page', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveFake();
  });
  afterAll(() => served.close());

  const command = (...args: string[]) => runCommand(addFeedbackCommand, ['feedback', ...args]);

  test('the server takes feedback and answers what is remembered', async () => {
    const answer = await served.post('/api/feedback', '{"incident":"incident 1"}');
    expect(answer).toEqual({ status: 200, body: { marked: [expect.objectContaining({ key: 'k' })] } });
  });

  test.each(['', '[]', '{"incident":""}', '{"series":"k"}', '{"series":"k","atMs":"now"}'])(
    'refuses %p as feedback',
    async (body) => {
      const answer = await served.post('/api/feedback', body);
      expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining('give {"incident"') } });
    },
  );

  test('the command tells the page and prints what is remembered', async () => {
    const said = await command('--incident', 'incident 1', '--url', served.url);
    expect(said.error).toBe('');
    expect(said.out).toMatch(/^k: \d{4}-.* UTC is remembered as normal\n$/);
  });

  test('the command refuses what the page refuses, and what says too little', async () => {
    expect((await command('--incident', 'another', '--url', served.url)).error).toBe(
      'ConfigError: nothing there',
    );
    expect((await command('--series', 'k', '--url', served.url)).error).toMatch(
      /give --incident ID, or --series/,
    );
    expect((await command('--incident', 'x')).error).toMatch(/give --url/);
    expect((await command('--incident', 'x', '--store', 'no-such.duckdb')).error).toMatch(/no file no-such/);
    expect((await command('--series', 'k', '--at', 'noon', '--url', served.url)).error).toMatch(/got "noon"/);
  });
});
