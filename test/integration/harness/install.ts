import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Skip } from './define-suite.ts';
import type { Processes } from './processes.ts';

/** Installs from the package registries alone, once, into the cache. Each says what it did and how long it took. */
export interface Installer {
  /** Makes a command available by a Debian package, when it is not there already.
   *  @throws Skip when it is missing and this machine cannot install Debian packages */
  apt(command: string, ...packages: readonly string[]): Promise<void>;
  /** Fetches `group:artifact:version` with all they need at run time. @returns the folder with the jars */
  maven(name: string, ...artifacts: readonly string[]): Promise<string>;
  /** Installs `name@version` packages outside the checkout. @returns the folder with `node_modules` */
  npm(name: string, ...packages: readonly string[]): Promise<string>;
  /** Installs `name==version` packages into an environment of their own. @returns the folder with the commands */
  pip(name: string, ...packages: readonly string[]): Promise<string>;
}

interface InstallerParts {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  readonly run: Processes['run'];
}

export function createInstaller({ cacheDir, log, run }: InstallerParts): Installer {
  /** Fills a folder of the cache once; a folder that is there is whole. */
  async function cached(kind: string, name: string, fill: (dir: string) => Promise<void>): Promise<string> {
    const dir = join(cacheDir, `${kind}-${name}`);
    if (await exists(dir)) {
      log(`install  ${name}: in the cache`);
      return dir;
    }
    const partial = `${dir}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    const startMs = Date.now();
    await fill(partial);
    await rename(partial, dir);
    log(`install  ${name}: by ${kind}, ${seconds(startMs)}`);
    return dir;
  }

  return {
    async apt(command, ...packages) {
      if (await has(run, command)) return;
      if (!(await has(run, 'apt-get'))) {
        throw new Skip(`needs ${command}, and this machine has no apt-get to install ${packages.join(' ')}`);
      }
      const startMs = Date.now();
      const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
      await aptInstall(run, root, packages);
      log(`install  ${packages.join(' ')}: by apt, ${seconds(startMs)}`);
    },
    maven: (name, ...artifacts) =>
      cached('maven', name, async (dir) => {
        await writeFile(join(dir, 'pom.xml'), pomOf(artifacts));
        const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=.'];
        await run('mvn', ['-q', '-B', ...goal], { cwd: dir });
        const jars = (await readdir(dir)).filter((file) => file.endsWith('.jar'));
        if (jars.length === 0) throw new Error(`maven fetched no jar for ${artifacts.join(', ')}`);
      }),
    npm: (name, ...packages) =>
      cached('npm', name, async (dir) => {
        await writeFile(join(dir, 'package.json'), '{ "private": true }\n');
        await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: dir });
      }),
    pip: async (name, ...packages) => {
      // An environment knows its own path, so it is made in place and marked when it is whole.
      const dir = join(cacheDir, `pip-${name}`);
      const isWhole = join(dir, 'whole');
      if (await exists(isWhole)) {
        log(`install  ${name}: in the cache`);
        return join(dir, 'bin');
      }
      const startMs = Date.now();
      await rm(dir, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', dir]);
      await run(join(dir, 'bin', 'pip'), ['install', '--quiet', ...packages]);
      await writeFile(isWhole, '');
      log(`install  ${name}: by pip, ${seconds(startMs)}`);
      return join(dir, 'bin');
    },
  };
}

async function aptInstall(
  run: Processes['run'],
  root: readonly string[],
  packages: readonly string[],
): Promise<void> {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const [first = 'apt-get', ...rest] = [...root, 'apt-get'];
  const install = [...rest, 'install', '-y', '--no-install-recommends', ...packages];
  try {
    await run(first, install, options);
  } catch {
    // The lists may be missing or old.
    await run(first, [...rest, 'update'], options);
    await run(first, install, options);
  }
}

async function has(run: Processes['run'], command: string): Promise<boolean> {
  try {
    await run('sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
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

function pomOf(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tidewatch</groupId><artifactId>integration</artifactId><version>1</version>
  <dependencies>${dependencies.join('\n')}</dependencies>
</project>
`;
}

export function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
