/**
 * `npm run local:story [-- NAME --cluster payments --minutes 5 --days 2]`: publishes the metrics of the simulated
 * clusters, runs a story on one of them, and tells what is paged.
 */
import { parseArgs } from 'node:util';
import { stories } from '../lib/domain/simulation/index.ts';
import { createClients } from './deploy/clients.ts';
import { interruptSignal } from './on-interrupt.ts';
import { placesOf } from './runtime/places.ts';
import { createProgress } from './runtime/progress.ts';
import { endpointsOf, readState } from './runtime/state.ts';
import { runStory } from './story/run-story.ts';
import { createWorld } from './story/world.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cluster: { type: 'string', default: 'payments' },
      minutes: { type: 'string', default: '5' },
      days: { type: 'string', default: '2' },
      state: { type: 'string' },
    },
  });
  const story = positionals[0] ?? 'consumer_stall';
  if (!stories.some(({ id }) => id === story))
    throw new RangeError(`no story "${story}"; there are: ${stories.map(({ id }) => id).join(', ')}`);
  const minutes = numberOf('--minutes', values.minutes, 1, 240);
  const days = numberOf('--days', values.days, 0, 14);
  const state = await readState(placesOf(process.env, process.cwd(), values.state).stateDir);
  if (state?.deployedAt === undefined) throw new Error('nothing is up: run "npm run local:up"');
  const { kafka: kafkaUrl, sink: sinkUrl, ...rest } = endpointsOf(state);
  const { cloudwatch } = createClients({ ...rest, kafka: kafkaUrl, sink: sinkUrl });
  const liveMs = Math.floor((Date.now() - 60 * minuteMs) / minuteMs) * minuteMs;
  const startMs = Math.min(liveMs, Date.now() - days * dayMs);
  const world = createWorld({ cloudwatch, kafkaUrl, startMs, liveMs });
  const { cluster } = values;
  const say = createProgress();
  await runStory({ world, sinkUrl, cluster, story, minutes, days, say, signal: interruptSignal() });
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text !== '' && value >= least && value <= most) return value;
  throw new RangeError(`${option}: got "${text}", allowed: a number from ${least} to ${most}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
