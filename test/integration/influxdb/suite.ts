import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunnableSuite, type RunnableTest, Skip } from '../harness/define-suite.ts';
import type { Tools } from '../harness/tools.ts';
import { builtInfluxdb, influxdbVersion } from './build-influxdb.ts';
import { startInfluxdb } from './influxdb-server.ts';

/** What jest writes by `--json`, as far as it is looked at. */
interface JestReport {
  readonly testResults: readonly {
    /** Why a file could not be run at all. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * The contract of a metric store is written for jest, so jest runs it here too, on a server of its own; each
 * of its tests is one of this suite.
 */
export const suite: RunnableSuite = {
  name: 'influxdb',
  title: `the store on a real InfluxDB ${influxdbVersion}`,
  setupLimitMs: 1_500_000,
  testNames: ['the contract of a metric store holds'],
  async prepare(tools) {
    const server = await startInfluxdb(tools, await builtInfluxdb(tools));
    const report = await runJest(tools, { TIDEWATCH_INFLUX_SERVER: JSON.stringify(server) });
    return report.testResults.flatMap(testsOf);
  },
};

async function runJest(tools: Tools, env: Readonly<Record<string, string>>): Promise<JestReport> {
  const report = join(tools.workDir, 'jest.json');
  const jest = join(tools.rootDir, 'node_modules', 'jest', 'bin', 'jest.js');
  // The unit tests' configuration leaves this folder out: here it is all that is run.
  const only = [
    '--testMatch=<rootDir>/test/integration/influxdb/*.test.ts',
    '--testPathIgnorePatterns=/node_modules/',
  ];
  const options = [...only, '--runInBand', '--silent', '--json', '--outputFile', report];
  const failure = await tools
    .run(process.execPath, [jest, ...options], { cwd: tools.rootDir, env })
    .catch((error: unknown) => error);
  try {
    return JSON.parse(await readFile(report, 'utf8')) as JestReport;
  } catch {
    throw failure;
  }
}

function testsOf({ message, assertionResults }: JestReport['testResults'][number]): readonly RunnableTest[] {
  if (assertionResults.length === 0) throw new Error(`jest could not run the contract: ${message}`);
  return assertionResults.map(({ fullName, status, failureMessages }) => ({
    name: fullName,
    limitMs: 1000,
    run: async () => {
      if (status === 'pending') throw new Skip('left out by the contract');
      if (status !== 'passed') throw new Error(failureMessages.join('\n'));
    },
  }));
}
