import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RunnableSuite, type RunnableTest, Skip } from './harness/define-suite.ts';
import { type OpenTools, openTools } from './harness/tools.ts';

const rootDir = process.cwd();
const suitesDir = join(rootDir, 'test', 'integration');

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
let openNow: OpenTools | undefined;

const log = (line: string) => process.stdout.write(`${line}\n`);
const took = (startMs: number) => `${((Date.now() - startMs) / 1000).toFixed(1)} s`;

async function main(wanted: readonly string[]): Promise<void> {
  const names = await suiteNames();
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    log(`no suite ${unknown.join(', ')}; there are: ${names.join(', ')}`);
    tally.failed = unknown.length;
    return;
  }
  for (const name of wanted.length > 0 ? wanted : names) await runSuite(name);
}

/** Every folder with a `suite.ts` is a suite. */
async function suiteNames(): Promise<string[]> {
  const entries = await readdir(suitesDir, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const withSuite = await Promise.all(
    folders.map(async (name) => ((await readdir(join(suitesDir, name))).includes('suite.ts') ? [name] : [])),
  );
  return withSuite.flat().sort();
}

async function runSuite(name: string): Promise<void> {
  const startMs = Date.now();
  const path = pathToFileURL(join(suitesDir, name, 'suite.ts')).href;
  const { suite } = (await import(path)) as { suite: RunnableSuite };
  log(`\n${name}: ${suite.title}`);
  const tools = await openTools(rootDir, (line) => log(`  ${line}`));
  openNow = tools;
  try {
    const tests = await prepare(suite, tools);
    for (const test of tests) await runTest(test);
  } finally {
    openNow = undefined;
    await tools.close();
    log(`  ${name} took ${took(startMs)}`);
  }
}

async function prepare(suite: RunnableSuite, tools: OpenTools): Promise<readonly RunnableTest[]> {
  const startMs = Date.now();
  try {
    const tests = await within(suite.setupLimitMs, 'set-up', suite.prepare(tools));
    tools.log(`set up in ${took(startMs)}`);
    return tests;
  } catch (error) {
    const [first = 'set-up', ...others] = suite.testNames;
    report(`${first} (set-up)`, startMs, error);
    const isSkipped = error instanceof Skip;
    for (const name of others) log(`  ${isSkipped ? 'skip' : 'FAIL'}  ${name}: not set up`);
    tally[isSkipped ? 'skipped' : 'failed'] += others.length;
    return [];
  }
}

async function runTest(test: RunnableTest): Promise<void> {
  const startMs = Date.now();
  try {
    await within(test.limitMs, 'the test', test.run());
    tally.passed++;
    log(`  ok    ${test.name}  (${took(startMs)})`);
  } catch (error) {
    report(test.name, startMs, error);
  }
}

function report(name: string, startMs: number, error: unknown): void {
  if (error instanceof Skip) {
    tally.skipped++;
    log(`  skip  ${name}: ${error.message}`);
    return;
  }
  tally.failed++;
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`  FAIL  ${name}  (${took(startMs)})\n${words.replace(/^/gm, '        ')}`);
}

/** @throws when the work is not done within the time; it may go on, and is stopped with the suite */
async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function finish(code: number): never {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
  process.exit(code);
}

/** The first Ctrl-C ends what was started and says how far it came, a second one kills. */
function endOnSignals(): void {
  let isEnding = false;
  const onSignal = () => {
    openNow?.killAll();
    if (isEnding) process.exit(130);
    isEnding = true;
    tally.failed++;
    void (openNow?.close() ?? Promise.resolve()).finally(() => finish(130));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** A client in a test may fail with nobody waiting for it: said, counted, and the rest goes on. */
function countStrayErrors(): void {
  const onStray = (error: unknown) => {
    tally.failed++;
    log(`  FAIL  an error nobody waited for: ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on('uncaughtException', onStray);
  process.on('unhandledRejection', onStray);
}

endOnSignals();
countStrayErrors();
main(process.argv.slice(2)).then(
  () => finish(tally.failed > 0 ? 1 : 0),
  (error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    tally.failed++;
    finish(1);
  },
);
