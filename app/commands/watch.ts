import type { Command } from 'commander';
import { polledLateness } from '../../lib/domain/rules/evaluate-rules.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { wallClock } from '../clocks.ts';
import { createWallPace } from '../pace.ts';
import { createReplay } from '../replay.ts';
import { openStore, serve } from '../serve.ts';
import { createSources } from '../sources.ts';
import { addServeOptions, addSourceOptions, type WatchOptions } from './watch-options.ts';

export function addWatchCommand(program: Command): void {
  const command = program
    .command('watch')
    .description('watch a real cluster, or replay files, on this machine');
  addServeOptions(addSourceOptions(command)).action(watch);
}

async function watch(options: WatchOptions): Promise<void> {
  const isReplay = options.csv !== undefined;
  if (isReplay && (options.prometheus || options.kafka || options.cluster || options.prometheusServer)) {
    throw new ConfigError(['--csv replays the past and cannot be mixed with sources that measure now']);
  }
  const sources = await createSources(options, wallClock);
  const replay = isReplay ? await createReplay(sources, options.speed) : undefined;
  // A replay starts from nothing each time, unless it is told to keep what it learns.
  const stores = await openStore(options.store ?? (isReplay ? ':memory:' : '.tidewatch/watch.duckdb'));
  await serve(options, {
    sources,
    stores,
    pace: replay?.pace ?? createWallPace(options.interval),
    problems: replay?.problems ?? [],
    historyMs: options.history,
    // CloudWatch is asked rarely, so its points come late; what measures now is judged at once.
    ruleOptions: options.cluster ? { lateness: polledLateness } : { settleMs: 0 },
  });
}
