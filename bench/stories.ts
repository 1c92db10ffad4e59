/**
 * What the person on call would see of the simulated cluster: incidents of quiet weeks, and of each story alone on a
 * fresh run: `npm run bench:stories -- --seeds 1,2,3 --only broker_loss --json out.json`, or of a calm month with the
 * rhythm of the week and a campaign that nobody told of: `npm run bench:stories -- --calm-month --seeds 1`. Exits with
 * 1 when a run is not as it is to be (bench/stories/goals.ts).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultBudget } from '../lib/domain/anomaly/decisions/index.ts';
import { stories } from '../lib/domain/simulation/index.ts';
import { playAll } from './stories/crew.ts';
import { judge } from './stories/goals.ts';
import type { Run } from './stories/play.ts';
import { goalTable, quietText, runText } from './stories/table.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    days: { type: 'string' },
    only: { type: 'string' },
    'calm-month': { type: 'boolean', default: false },
    'tell-campaigns': { type: 'boolean', default: false },
    budget: { type: 'string', default: String(defaultBudget) },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});

function runsOf(): readonly Run[] {
  const isCalm = values['calm-month'];
  const wanted = values.only?.split(',') ?? (isCalm ? ['quiet'] : ['quiet', ...stories.map(({ id }) => id)]);
  const days = Number(values.days ?? (isCalm ? 30 : 7));
  const more = { days, isCampaignTold: values['tell-campaigns'], budget: Number(values.budget) };
  // The long ones first, so that no thread is left alone with one at the end.
  const seeds = values.seeds.split(',').map(Number);
  return wanted.flatMap((story) => seeds.map((seed) => ({ seed, story, ...more })));
}

const outcomes = await playAll(runsOf(), Number(values.threads), (outcome) => {
  console.log(`\n${runText(outcome)}`);
  const { seed, story, cycles, seconds } = outcome;
  process.stderr.write(`seed ${seed} ${story}: ${cycles} cycles, ${seconds.toFixed(0)} s\n`);
});
console.log(`\n${quietText(outcomes)}\n\n${goalTable(outcomes)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(outcomes, undefined, 2)}\n`);
if (!outcomes.every((outcome) => judge(outcome).isMet)) process.exitCode = 1;
