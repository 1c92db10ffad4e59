import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildOptionsOf, entryOf } from '../../lib/infra/bundling.ts';
import { type StageName, stageNames } from '../../lib/infra/config/names.ts';
import { outputOf } from './process.ts';

export interface BundleMeasure {
  readonly stage: StageName | 'nothing';
  /** Of the minified script. */
  readonly bytes: number;
  /** What brings most of them, largest first. */
  readonly largest: readonly string[];
  /** Time to load the script in a new process, in ms: median and longest of the runs. */
  readonly initMs: number;
  readonly longestMs: number;
  /** Memory of the process once it is loaded, in MB; median. */
  readonly rssMb: number;
}

/**
 * The bundles of all functions as the stacks make them for the store, each loaded in new processes; and beside
 * them an empty script, for what Node.js takes by itself.
 */
export async function measureBundles(
  folder: string,
  store: string,
  runs: number,
): Promise<readonly BundleMeasure[]> {
  const nothing = join(folder, 'nothing.js');
  writeFileSync(nothing, 'exports.handler = () => undefined;\n');
  const measured: BundleMeasure[] = [
    { stage: 'nothing', bytes: 0, largest: [], ...(await load(nothing, store, runs)) },
  ];
  for (const stage of stageNames) {
    const bundle = build(stage, store, join(folder, store, stage));
    measured.push({
      stage,
      bytes: bundle.bytes,
      largest: bundle.largest,
      ...(await load(bundle.script, store, runs)),
    });
  }
  return measured;
}

function build(stage: StageName, store: string, folder: string) {
  mkdirSync(folder, { recursive: true });
  const script = join(folder, 'index.js');
  const options = { ...buildOptionsOf(entryOf(stage), store), outfile: script, logLevel: 'error' as const };
  const { outputs } = buildSync({ ...options, metafile: true }).metafile;
  const output = Object.entries(outputs).find(([path]) => path.endsWith('.js'))?.[1];
  const byPackage = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const name = packageOf(path);
    byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...byPackage].sort((a, b) => b[1] - a[1]).slice(0, 4);
  return {
    script,
    bytes: output?.bytes ?? 0,
    largest: largest.map(([name, bytes]) => `${name} ${Math.round(bytes / 1000)}`),
  };
}

/** The package, or our folder, that a file belongs to. */
function packageOf(path: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return inPackage ?? path.split('/').slice(0, 2).join('/');
}

/** Loads the script and says how long that took and how much memory the process has then. */
const loader = `
const before = performance.now();
require(process.argv[1]);
const initMs = performance.now() - before;
console.log(JSON.stringify({ initMs, rssMb: process.memoryUsage().rss / 1e6 }));
`;

async function load(script: string, store: string, runs: number) {
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    TIDEWATCH_STORE: store,
    TIDEWATCH_ENVIRONMENT: 'bench',
    TIDEWATCH_RUN_TABLE: 'runs',
  };
  const all: { initMs: number; rssMb: number }[] = [];
  // The first run finds the file in no cache of the operating system.
  for (let run = 0; run <= runs; run++) {
    const output = await outputOf(['--enable-source-maps', '-e', loader, script], env);
    if (run > 0) all.push(JSON.parse(output) as { initMs: number; rssMb: number });
  }
  const times = all.map(({ initMs }) => initMs);
  return {
    initMs: median(times),
    longestMs: Math.max(...times),
    rssMb: median(all.map(({ rssMb }) => rssMb)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
