import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import { createSimulatorSource } from '../../lib/adapters/sources/simulator/index.ts';
import type { DuckDbStores } from '../../lib/adapters/stores/duckdb/index.ts';
import { parseWhole } from '../durations.ts';
import { createSteppedPace } from '../pace.ts';
import { openStore, serve } from '../serve.ts';
import { createStoryBook, loadSimulated, type Simulated, saveSimulated } from '../simulated.ts';
import { addServeOptions, type ServeOptions } from './watch-options.ts';

interface StartOptions extends ServeOptions {
  readonly speed: number;
  readonly seed: number;
  readonly weeks: number;
  readonly tour: boolean;
  readonly fresh: boolean;
}

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const stepMs = 300_000;
const defaultStore = '.tidewatch/simulation.duckdb';

export function addStartCommand(program: Command): void {
  const command = program
    .command('start')
    .description('simulate a cluster, monitor it and show the page: nothing else is needed');
  addServeOptions(command)
    .option(
      '--speed <factor>',
      'simulated seconds a second; 720 is a day in two minutes',
      parseWhole(1, 100_000),
      720,
    )
    .option('--seed <number>', 'another cluster of the same kind', parseWhole(0, 2 ** 31), 1)
    .option('--weeks <number>', 'how many weeks of the past there are', parseWhole(1, 52), 8)
    .option('--no-tour', 'play no story unasked')
    .option('--fresh', 'forget the store and begin anew', false)
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const path = options.store ?? defaultStore;
  if (options.fresh && path !== ':memory:') {
    for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
  }
  const stores = await openStore(path);
  const simulated = (await loadSimulated(stores.models)) ?? (await begin(options, stores));
  const pace = createSteppedPace({
    mode: 'simulation',
    startMs: simulated.nowMs,
    stepMs,
    speed: options.speed,
  });
  const source = createSimulatorSource({
    startMs: simulated.epochMs,
    seed: simulated.seed,
    clock: pace.clock,
  });
  for (const { id, atMs } of simulated.stories) source.playStory(id, atMs);
  await serve(options, {
    sources: [source],
    stores,
    pace,
    historyMs: simulated.nowMs - simulated.epochMs,
    // The simulator is never late.
    ruleOptions: { settleMs: 0 },
    stories: createStoryBook({ source, simulated, models: stores.models, clock: pace.clock }),
  });
}

/** A new simulation whose past ends now, at a whole hour, so that days and nights are where they are outside. */
async function begin({ weeks, seed, tour }: StartOptions, { models }: DuckDbStores): Promise<Simulated> {
  const nowMs = Math.floor(Date.now() / hourMs) * hourMs;
  const simulated: Simulated = {
    seed,
    epochMs: nowMs - weeks * weekMs,
    nowMs,
    stories: tour ? tourFrom(nowMs) : [],
  };
  await saveSimulated(models, simulated);
  return simulated;
}

/** One story after the other, far enough apart that each is over before the next: a first day worth watching. */
function tourFrom(nowMs: number): Simulated['stories'] {
  const order = ['broker_loss', 'consumer_stall', 'lost_traffic', 'disk_filling', 'rebalance_storm'];
  return order.map((id, i) => ({ id, atMs: nowMs + 2 * hourMs + i * 12 * hourMs }));
}
