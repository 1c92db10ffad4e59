import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placesOf } from '../../../emulator/runtime/places.ts';
import { freePort } from '../../../emulator/runtime/ports.ts';
import { isRunning, startProcess, stopProcess } from '../../../emulator/runtime/processes.ts';
import { createProgress } from '../../../emulator/runtime/progress.ts';
import { runCommand } from '../../../emulator/runtime/run-command.ts';
import {
  endpointsOf,
  type LocalState,
  readState,
  removeState,
  writeState,
} from '../../../emulator/runtime/state.ts';
import { until } from '../../../emulator/runtime/until.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tidewatch-emulator-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const state: LocalState = {
  engine: 'ministack',
  ports: { engine: 1, gateway: 2, kafka: 3, sink: 4 },
  processes: [],
};
const options = () => ({ cwd: dir, env: process.env });

test('a state is read as it was written, and is not there before and after', async () => {
  const stateDir = join(dir, 'state');
  expect(await readState(stateDir)).toBeUndefined();
  await writeState(stateDir, state);
  expect(await readState(stateDir)).toEqual(state);
  await removeState(stateDir);
  expect(await readState(stateDir)).toBeUndefined();
});

test('endpoints are of loopback', () => {
  expect(endpointsOf(state)).toEqual({
    engine: 'http://127.0.0.1:1',
    gateway: 'http://127.0.0.1:2',
    kafka: 'http://127.0.0.1:3',
    sink: 'http://127.0.0.1:4',
  });
});

test('what is fetched lies outside the checkout, and TIDEWATCH_CACHE says where', () => {
  const { cacheDir, stateDir } = placesOf({ TIDEWATCH_CACHE: '/cache' }, '/checkout');
  expect([cacheDir, stateDir]).toEqual(['/cache', '/checkout/.local']);
  expect(placesOf({}, '/checkout', '/elsewhere')).toMatchObject({ stateDir: '/elsewhere' });
  expect(placesOf({}, '/checkout').cacheDir).toMatch(/tidewatch-local$/);
});

test('a port that is taken is not chosen', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const chosen = await freePort(port);
  expect(chosen).toBeGreaterThan(0);
  expect(chosen).not.toBe(port);
  await new Promise((resolve) => taken.close(resolve));
  expect(await freePort(port)).toBe(port);
});

test('a process goes on by itself, writes its log, and is known by more than its id', async () => {
  const logFile = join(dir, 'logs', 'one.log');
  const script = "console.log('ready'); setInterval(() => {}, 1000)";
  const started = await startProcess('one', process.execPath, ['-e', script], { ...options(), logFile });
  await until('its log', () => readFileSync(logFile, 'utf8').includes('ready'), { everyMs: 20 });
  expect(isRunning(started)).toBe(true);
  expect(isRunning({ ...started, stamp: 'another' })).toBe(false);
  await stopProcess({ ...started, stamp: 'another' });
  expect(isRunning(started)).toBe(true);
  await stopProcess(started);
  expect(isRunning(started)).toBe(false);
});

test('a process that does not end when it is asked is ended by force', async () => {
  const logFile = join(dir, 'stubborn.log');
  const script = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)";
  const started = await startProcess('stubborn', process.execPath, ['-e', script], { ...options(), logFile });
  await until('its log', () => readFileSync(logFile, 'utf8').includes('ready'), { everyMs: 20 });
  await stopProcess(started, 100);
  await until('its end', () => !isRunning(started), { everyMs: 20 });
});

test('refuses to start a command that is not there', async () => {
  const logFile = join(dir, 'none.log');
  await expect(startProcess('none', join(dir, 'none'), [], { ...options(), logFile })).rejects.toThrow(
    'ENOENT',
  );
});

test('a command gives its output, line by line too', async () => {
  const lines: string[] = [];
  const script = "process.stdout.write('a\\nb\\n'); process.stderr.write('c\\n')";
  const onLine = (line: string) => lines.push(line);
  expect(await runCommand(process.execPath, ['-e', script], { ...options(), onLine })).toBe('a\nb\n');
  expect(lines.sort()).toEqual(['a', 'b', 'c']);
});

test('a command that fails tells its last words', async () => {
  const script = "console.error('the reason'); process.exit(3)";
  await expect(runCommand(process.execPath, ['-e', script], options())).rejects.toThrow(
    /ended with 3:\nthe reason/,
  );
});

test('a command that is broken off ends, and so does what waits', async () => {
  const controller = new AbortController();
  const forever = runCommand(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    ...options(),
    signal: controller.signal,
  });
  const waiting = until('never', () => false, { signal: controller.signal, everyMs: 10 });
  controller.abort(new Error('broken off'));
  await expect(forever).rejects.toThrow('ended with');
  await expect(waiting).rejects.toThrow('broken off');
});

test('waiting ends with the reason why it is hopeless', async () => {
  const waiting = until('an answer', () => false, { hopeless: () => 'it has ended', everyMs: 10 });
  await expect(waiting).rejects.toThrow('an answer: it has ended');
});

test('progress counts seconds from its start', () => {
  const lines: string[] = [];
  let nowMs = 1000;
  const say = createProgress(
    (line) => lines.push(line),
    () => nowMs,
  );
  say('begins');
  nowMs = 13_340;
  say('goes on');
  expect(lines).toEqual(['   0.0 s  begins', '  12.3 s  goes on']);
});
