import { access, chmod, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Skip } from '../harness/define-suite.ts';
import { seconds } from '../harness/install.ts';
import { lastLines, type StartOptions } from '../harness/processes.ts';
import type { Tools } from '../harness/tools.ts';

export const influxdbVersion = '2.7.12';
const module = `github.com/influxdata/influxdb/v2@v${influxdbVersion}`;

/**
 * The server `influxd`, built once from the Go module proxy into the cache: there is no package of it.
 * What a broken-off build has compiled is kept and used by the next one.
 * @throws Skip when the machine has no Go or Rust, or the proxies do not give the sources
 */
export async function builtInfluxdb(tools: Tools): Promise<string> {
  const home = join(tools.cacheDir, `go-influxdb-${influxdbVersion}`);
  const binary = join(home, 'influxd');
  if (await exists(binary)) {
    tools.log(`install  influxdb ${influxdbVersion}: in the cache`);
    return binary;
  }
  for (const command of ['go', 'cargo', 'cc']) await needs(tools, command);
  const startMs = Date.now();
  const dir = join(tools.cacheDir, 'influxdb-build');
  await build(tools, dir);
  await mkdir(home, { recursive: true });
  await rename(join(dir, 'influxd'), binary);
  await rm(dir, { recursive: true, force: true });
  tools.log(`install  influxdb ${influxdbVersion}: by go and cargo, ${seconds(startMs)}`);
  return binary;
}

async function build(tools: Tools, dir: string): Promise<void> {
  const bin = join(dir, 'bin');
  await mkdir(bin, { recursive: true });
  const env = {
    GOPATH: join(dir, 'go'),
    GOCACHE: join(dir, 'go-build'),
    GOBIN: bin,
    // Sources that can be removed again.
    GOFLAGS: '-modcacherw -buildvcs=false',
    PATH: [bin, process.env.PATH].join(delimiter),
  };
  await writeFile(join(dir, 'go.mod'), 'module build\n\ngo 1.22\n');
  await step(tools, 'pkg-config', ['install', 'github.com/influxdata/pkg-config@v0.2.7'], { cwd: dir, env });
  const said = await step(tools, 'sources', ['mod', 'download', '-json', module], { cwd: dir, env });
  const { Dir } = JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as { Dir: string };
  const src = join(dir, 'src');
  await rm(src, { recursive: true, force: true });
  await cp(Dir, src, { recursive: true });
  await tools.run('chmod', ['-R', 'u+w', src]);
  await step(tools, 'server', buildArguments(join(dir, 'influxd')), {
    cwd: src,
    env: { ...env, RUSTC_WRAPPER: await lenientCompiler(bin), RUSTUP_TOOLCHAIN: 'stable' },
  });
}

function buildArguments(output: string): readonly string[] {
  const tags = ['-tags', 'sqlite_foreign_keys,sqlite_json'];
  return ['build', '-p', '2', ...tags, '-ldflags', '-s -w', '-o', output, './cmd/influxd'];
}

/** Its Rust part denies lints of newer compilers, and no flag reaches them but from around the compiler. */
async function lenientCompiler(bin: string): Promise<string> {
  const path = join(bin, 'rustc-wrapper.sh');
  await writeFile(path, '#!/bin/sh\nexec "$@" --cap-lints warn\n');
  await chmod(path, 0o755);
  return path;
}

/** Runs `go` and says each minute that it is still at work. @returns what it printed */
async function step(
  tools: Tools,
  name: string,
  args: readonly string[],
  options: StartOptions,
): Promise<string> {
  const startMs = Date.now();
  const telling = setInterval(
    () => tools.log(`build    influxdb ${name}: ${seconds(startMs)} so far`),
    60_000,
  );
  try {
    return await tools.run('nice', ['-n', '5', 'go', ...args], options);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (isRefusal(words)) throw new Skip(`the sources of InfluxDB cannot be had: ${lastLines(words, 1)}`);
    throw error;
  } finally {
    clearInterval(telling);
  }
}

/** The module proxy or the crates' registry does not give it, or cannot be reached. */
function isRefusal(output: string): boolean {
  return /40[34]|410 Gone|not available|dial tcp|lookup .* (no such host|server misbehaving)|i\/o timeout|failed to (download|fetch|get)|Could not resolve/i.test(
    output,
  );
}

async function needs(tools: Tools, command: string): Promise<void> {
  try {
    await tools.run('sh', ['-c', `command -v ${command}`]);
  } catch {
    throw new Skip(`building InfluxDB ${influxdbVersion} needs ${command}, which this machine has not`);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
