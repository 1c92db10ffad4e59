import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const preload = join(process.cwd(), 'emulator', 'functions-preload.cjs');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tidewatch-clock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What a program prints as JSON, run as a function's is. */
function run<T>(program: string, env: Readonly<Record<string, string>> = {}): T {
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, encoding: 'utf8' } as const;
  const print = `console.log(JSON.stringify(${program}))`;
  return JSON.parse(execFileSync(process.execPath, ['--require', preload, '-e', print], options)) as T;
}

test('the clock of a function is moved by the file, in every way that it is asked', () => {
  const file = join(dir, 'offset');
  writeFileSync(file, String(10 * 365 * 86_400_000));
  const year = new Date().getUTCFullYear();
  const program =
    '[Date.now(), new Date().getTime(), Date.parse(Date())].map((t) => new Date(t).getUTCFullYear())';
  const years = run<number[]>(program, { TIDEWATCH_CLOCK_FILE: file });
  for (const one of years) expect(one).toBeGreaterThan(year + 8);
});

test('the clock of other functions than those that are named stays', () => {
  const file = join(dir, 'offset');
  writeFileSync(file, `${10 * 365 * 86_400_000} tidewatch-counted-`);
  const yearOf = (AWS_LAMBDA_FUNCTION_NAME: string) =>
    run<number>('new Date().getUTCFullYear()', { TIDEWATCH_CLOCK_FILE: file, AWS_LAMBDA_FUNCTION_NAME });
  expect(yearOf('tidewatch-counted-Collect') - yearOf('tidewatch-local-Collect')).toBeGreaterThan(8);
});

test("without the file it is the machine's, and dates that are told are as they were told", () => {
  const [now, told, is, utc] = run<[number, string, boolean, number]>(
    "[Date.now(), new Date('2026-02-03T04:05:06Z').toISOString(), new Date() instanceof Date, Date.UTC(2026, 0, 1)]",
    { TIDEWATCH_CLOCK_FILE: join(dir, 'none') },
  );
  expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
  expect([told, is, utc]).toEqual(['2026-02-03T04:05:06.000Z', true, Date.UTC(2026, 0, 1)]);
});

test('a class made of Date goes on being one', () => {
  const program =
    '(() => { class Day extends Date { n() { return 7; } } return [new Day(5).n(), new Day(5).getTime()]; })()';
  expect(run(program)).toEqual([7, 5]);
});

test("the SDK is told the function's name", () => {
  const name = `tidewatch-local-pipeline-${'x'.repeat(40)}CollectFunction`;
  expect(run('process.env.AWS_SDK_UA_APP_ID', { AWS_LAMBDA_FUNCTION_NAME: name })).toBe(name.slice(0, 50));
});

test('what a function is told of the emulator leads through the gateway', () => {
  const env = { TIDEWATCH_ENGINE_URL: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL: 'http://127.0.0.1:4576' };
  const program =
    "(() => { Object.assign(process.env, { QUEUE: 'http://127.0.0.1:4566/0/collect' }); return process.env.QUEUE; })()";
  expect(run(program, env)).toBe('http://127.0.0.1:4576/0/collect');
});
