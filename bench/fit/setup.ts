import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Need, Toolbox } from './peers.ts';

const debianPackages = ['python3-venv', 'gretl', 'r-base-core', 'r-cran-forecast'];
const pythonPackages = [
  'numpy==2.4.6',
  'pandas==2.3.3',
  'scipy==1.17.1',
  'statsmodels==0.15.0',
  'statsforecast==2.1.1',
];
const npmPackage = 'arima@0.2.8';

export function toolboxOf(cache: string, engine: string | undefined): Toolbox {
  return {
    python: join(cache, 'venv', 'bin', 'python'),
    nodeModules: join(cache, 'npm', 'node_modules'),
    engine: engine ?? join('dist', 'lib', 'domain', 'forecast', 'index.js'),
  };
}

/** The version of each program that is there; what is not there is not in it. */
export function findInstalled(tools: Toolbox): ReadonlyMap<Need, string> {
  const found = new Map<Need, string>();
  const note = (need: Need, version: string | undefined) => version && found.set(need, version);
  note('engine', `Node.js ${process.version}`);
  note('gretl', firstLine('gretlcli', ['--version']));
  note('r', firstLine('Rscript', ['-e', 'cat(R.version.string)']));
  const forecast = firstLine('Rscript', ['-e', 'cat(as.character(packageVersion("forecast")))']);
  note('r-forecast', forecast && `R forecast ${forecast}`);
  const versions =
    'import numpy, statsmodels, statsforecast as f; print("statsmodels", statsmodels.__version__, "statsforecast", f.__version__, "numpy", numpy.__version__)';
  note('python', firstLine(tools.python, ['-W', 'ignore', '-c', versions]));
  const npm = join(tools.nodeModules, 'arima', 'package.json');
  if (existsSync(npm))
    note(
      'npm',
      firstLine(process.execPath, ['-p', `"npm arima " + require(${JSON.stringify(npm)}).version`]),
    );
  return found;
}

/** Installs what is missing; what cannot be is said on standard error, and its peers are skipped. */
export function installPeers(cache: string, tools: Toolbox): void {
  const there = findInstalled(tools);
  if (!there.has('gretl') || !there.has('r') || !there.has('r-forecast')) installDebianPackages();
  if (!there.has('python')) {
    mkdirSync(cache, { recursive: true });
    if (run('python3', ['-m', 'venv', join(cache, 'venv')]))
      run(tools.python, ['-m', 'pip', 'install', '--quiet', ...pythonPackages]);
  }
  if (!there.has('npm')) {
    const folder = join(cache, 'npm');
    mkdirSync(folder, { recursive: true });
    run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, npmPackage]);
  }
}

function installDebianPackages(): void {
  const command = `apt-get install -y ${debianPackages.join(' ')}`;
  if (firstLine('apt-get', ['--version']) === undefined) {
    say(`gretl and R are missing and there is no apt-get: install ${debianPackages.join(', ')} by hand`);
  } else if (process.getuid?.() !== 0) {
    say(`gretl or R is missing and apt-get needs root: run "${command}", or this with sudo`);
  } else {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', ...debianPackages], { DEBIAN_FRONTEND: 'noninteractive' });
  }
}

/** Builds the package when its engine is missing or older than its sources. @throws Error when the build fails */
export function buildEngine({ engine }: Toolbox): void {
  if (existsSync(engine) && newestMs('dist/lib/domain', '.js') >= newestMs('lib/domain', '.ts')) return;
  say('dist is missing or older than lib/domain: building the package');
  if (!run(process.execPath, ['scripts/build.mjs']) || !existsSync(engine))
    throw new Error('the build failed: see above, or give another build with --engine');
}

/** When the latest of a folder's files of one ending was written. */
function newestMs(folder: string, ending: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(ending),
  );
  return files.reduce((latest, file) => Math.max(latest, statSync(join(folder, file)).mtimeMs), 0);
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  say(`$ ${program} ${args.join(' ')}`);
  const { status, error } = spawnSync(program, args, {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, ...env },
  });
  if (status !== 0) say(`${program} failed: ${error?.message ?? `status ${status}`}`);
  return status === 0;
}

function firstLine(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
