/**
 * Time and templates of environments of many clusters, against the limits of CloudFormation and its services:
 * `npm run bench:synth -- --clusters 1,10,100`. Fails when a limit is passed.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type FleetMeasure, measureFleet } from './synth/measure.ts';

const usage = `npm run bench:synth -- [options]

Synthesises environments of standard clusters of 3 brokers with monitoring PER_TOPIC_PER_BROKER, the DynamoDB store,
all rules and all dashboards; functions are not bundled. Exit code 1 when a template is over a limit of AWS.

  --clusters A,B   how many @default 1,10,100
  --rounds N       synths of each; the time is their median @default 3
  --json           what was measured, as JSON
`;

const flags = {
  clusters: { type: 'string', default: '1,10,100' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`got ${flag} ${text}: give a whole number from 1 on`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measureRounds(clusters: number, rounds: number): FleetMeasure {
  const measured = Array.from({ length: rounds }, () => measureFleet(clusters));
  const [first] = measured;
  if (first === undefined) throw new Error('no round');
  return { ...first, seconds: median(measured.map(({ seconds }) => seconds)) };
}

function draw({ clusters, seconds, stacks, excesses }: FleetMeasure): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const head = `${clusters} clusters: ${seconds.toFixed(2)} s, ${stacks.length} stacks, ${resources} resources`;
  const titles = ['resources', 'outputs', 'parameters', 'template kB'];
  const rows = stacks.map((stack) => {
    const numbers = [stack.resources, stack.outputs, stack.parameters, (stack.bytes / 1000).toFixed(0)];
    return `  ${stack.name.padEnd(14)}${numbers.map((one) => String(one).padStart(12)).join('')}`;
  });
  const over = excesses.map(
    ({ where, what, got, limit }) => `  OVER THE LIMIT: ${where}: ${got} ${what}, at most ${limit}`,
  );
  const table = `  ${''.padEnd(14)}${titles.map((one) => one.padStart(12)).join('')}`;
  return [head, table, ...rows, ...over].join('\n');
}

function main(): void {
  const { values } = parseArgs({ options: flags });
  if (values.help) {
    console.log(usage);
    return;
  }
  const rounds = wholeNumber(values.rounds, '--rounds');
  const sizes = values.clusters.split(',').map((text) => wholeNumber(text, '--clusters'));
  if (!values.json) console.log(`${cpus().length} x ${cpus()[0]?.model}, Node.js ${process.version}`);
  const all = sizes.map((clusters) => {
    const measured = measureRounds(clusters, rounds);
    if (!values.json) console.log(`\n${draw(measured)}`);
    return measured;
  });
  if (values.json) console.log(JSON.stringify(all, undefined, 2));
  if (all.some(({ excesses }) => excesses.length > 0)) process.exitCode = 1;
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
