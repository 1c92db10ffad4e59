import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInbox } from '../../app/inbox/inbox.ts';
import { createSteppedPace } from '../../app/pace.ts';
import { createRuntime, type Runtime } from '../../app/runtime.ts';
import { createStoryBook, loadSimulated, type Simulated, saveSimulated } from '../../app/simulated.ts';
import { createSimulatorSource } from '../../lib/adapters/sources/simulator/index.ts';
import { openDuckDbStores } from '../../lib/adapters/stores/duckdb/index.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';

const minute = 60_000;
const hour = 60 * minute;
const beginMs = Date.UTC(2026, 2, 4, 9);
const pastMs = 3 * 24 * hour;

const folder = mkdtempSync(join(tmpdir(), 'tidewatch-runtime-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly dedupKey: string;
  readonly status: Incident['status'];
}

/** A laptop's runtime on the file, as `tidewatch start` makes it, with a receiver that remembers. */
async function laptop(path: string) {
  const stores = await openDuckDbStores(path);
  const first: Simulated = { seed: 1, epochMs: beginMs - pastMs, nowMs: beginMs, stories: [] };
  const simulated = (await loadSimulated(stores.models)) ?? first;
  await saveSimulated(stores.models, simulated);
  const pace = createSteppedPace({
    mode: 'simulation',
    startMs: simulated.nowMs,
    stepMs: 5 * minute,
    speed: 1e9,
  });
  const source = createSimulatorSource({
    startMs: simulated.epochMs,
    seed: simulated.seed,
    clock: pace.clock,
  });
  for (const { id, atMs } of simulated.stories) source.playStory(id, atMs);
  const logged: string[] = [];
  const told: Told[] = [];
  const receiver: Receiver = {
    id: 'pager',
    deliver: async ({ dedupKey, status }) => {
      told.push({ dedupKey, status });
      return { kind: 'delivered' };
    },
  };
  const runtime = createRuntime({
    sources: [source],
    stores,
    rules,
    inbox: createInbox(),
    pace,
    historyMs: pastMs,
    retentionMs: 30 * 24 * hour,
    ruleOptions: { settleMs: 0 },
    stories: createStoryBook({ source, simulated, models: stores.models, clock: pace.clock }),
    log: (line) => logged.push(line),
  });
  return { runtime, receiver, told, logged, pace };
}

/** Runs until the pipeline's clock has gone so far. */
async function runFor(runtime: Runtime, receiver: Receiver, ms: number, story?: string): Promise<void> {
  const startMs = runtime.status().nowMs;
  let played = story === undefined;
  await new Promise<void>((resolve, reject) => {
    const stopListening = runtime.onCycle(() => {
      if (runtime.status().cycles === 0) return;
      if (!played && story !== undefined) {
        played = true;
        expect(runtime.playStory(story).kind).toBe('started');
      }
      if (runtime.status().nowMs - startMs < ms) return;
      stopListening();
      runtime.pause();
      resolve();
    });
    runtime.run([receiver]).catch(reject);
  });
}

test('a broker loss is one page and one resolution, and a second start goes on from the same file', async () => {
  const path = join(folder, 'story.duckdb');
  const first = await laptop(path);
  await runFor(first.runtime, first.receiver, 20 * minute, 'broker_loss');
  expect(first.runtime.findings().length).toBeGreaterThan(0);
  expect(first.told).toEqual([
    { dedupKey: expect.stringContaining('local/local/orders/'), status: 'triggered' },
  ]);
  await first.runtime.stop();

  const second = await laptop(path);
  expect(second.pace.clock.nowMs()).toBe(first.pace.clock.nowMs());
  await runFor(second.runtime, second.receiver, 90 * minute);
  expect(second.told).toEqual([{ dedupKey: first.told[0]?.dedupKey, status: 'resolved' }]);
  expect(second.runtime.findings()).toEqual([]);
  const incidents = await second.runtime.incidents(10);
  expect(incidents.map(({ cause, status }) => ({ cause, status }))).toEqual([
    { cause: 'broker_failure', status: 'resolved' },
  ]);
  expect(incidents[0]?.findings.length).toBeGreaterThan(1);
  expect([...first.logged, ...second.logged]).toEqual([]);
  await second.runtime.stop();
});

test('stories are refused where there is no such story', async () => {
  const { runtime } = await laptop(':memory:');
  expect(runtime.playStory('no_such_story').kind).toBe('refused');
  await runtime.stop();
});
