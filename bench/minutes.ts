/**
 * How well detectors find the simulator's stories in signals by the minute: `npm run bench:minutes` (`--help` has the
 * rest).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { textTable } from '../app/commands/text-table.ts';
import { createProgress } from '../app/progress.ts';
import { judges } from './minutes/judge.ts';
import { type Layout, playSeed } from './minutes/play.ts';
import { type Found, figuresOf, type Outcome, outcomeOf } from './minutes/tally.ts';

const usage = `npm run bench:minutes -- [options]

Simulates a cluster by the minute: quiet days, then each story once, with a day and a half or more between two. What a
story does to a signal is what differs from the same cluster without it; it counts where it moves the signal by 5 deviations
and 10 % for 3 minutes. A miss is a story without an alarm from then until an hour after its end; a false alarm is an event
that begins where nothing moves the signal.

  --seeds A,B,…    @default 1,2,3,4
  --series N       signals a seed, drawn from those that the service assesses @default 12
  --days N         quiet days before the first story @default 21
  --between N      quiet days between two stories, at least @default 8
  --budget N       false alarms a month and series @default 1
  --detector A,B   of ${Object.keys(judges).join(', ')} @default all
  --json FILE      each case and each false alarm
`;

const flags = {
  seeds: { type: 'string', default: '1,2,3,4' },
  series: { type: 'string', default: '12' },
  days: { type: 'string', default: '21' },
  between: { type: 'string', default: '8' },
  budget: { type: 'string', default: '1' },
  detector: { type: 'string', default: Object.keys(judges).join(',') },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`got --${name} ${text}: give a number above 0`);
  return value;
}

function tell(name: string, outcomes: readonly Outcome[], ms: number): void {
  const found = outcomes.flatMap((one) => one.found);
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const wrong = sum(({ falseAlarms }) => falseAlarms.length);
  const right = sum(({ rightAlarms }) => rightAlarms);
  const perWeek = wrong / sum(({ quietWeeks }) => quietWeeks);
  const precision = right / (right + wrong);
  console.log(
    `\n${name}: precision ${precision.toFixed(3)}, ${perWeek.toFixed(3)} false alarms a week and series (${wrong}), ${(ms / 1000).toFixed(0)} s`,
  );
  const stories = [...new Set(found.map(({ story }) => story))].sort();
  const rows = [figuresOf('all', found), ...stories.map((id) => figuresOf(id, found.filter(of(id))))];
  const header = ['story', 'cases', 'recall', 'median delay, min', '90 %'];
  const cells = rows.map(({ story, cases, recall, medianDelay, lateDelay }) => [
    story,
    String(cases),
    recall.toFixed(3),
    String(medianDelay),
    String(lateDelay),
  ]);
  console.log(textTable(header, cells).trimEnd());
}

const of = (id: string) => (one: Found) => one.story === id;

function main(): void {
  const { values } = parseArgs({ options: flags });
  if (values.help) {
    console.log(usage);
    return;
  }
  const layout: Layout = {
    quietDays: positive('days', values.days),
    daysBetween: positive('between', values.between),
    series: positive('series', values.series),
  };
  const budget = positive('budget', values.budget);
  const seeds = values.seeds.split(',').map((seed) => positive('seeds', seed));
  const names = values.detector.split(',');
  const outcomes = new Map<string, Outcome[]>(names.map((name) => [name, []]));
  const spent = new Map<string, number>();
  const progress = createProgress('bench:minutes');
  for (const [i, seed] of seeds.entries()) {
    for (const [k, series] of playSeed(seed, layout).entries()) {
      progress.update((i + k / layout.series) / seeds.length, `seed ${seed}: ${series.key}`);
      for (const name of names) {
        const judge = judges[name];
        if (judge === undefined)
          throw new Error(`got --detector ${name}: give some of ${Object.keys(judges).join(', ')}`);
        const before = performance.now();
        outcomes.get(name)?.push(outcomeOf(series, judge(series, budget)));
        spent.set(name, (spent.get(name) ?? 0) + performance.now() - before);
      }
    }
  }
  progress.end();
  for (const [name, all] of outcomes) tell(name, all, spent.get(name) ?? 0);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(Object.fromEntries(outcomes)));
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
