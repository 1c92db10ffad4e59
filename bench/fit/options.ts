import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { caseNames } from './cases.ts';
import { type PeerId, peers } from './peers.ts';

export interface BenchOptions {
  readonly data: string;
  /** Names to keep; undefined keeps all. */
  readonly cases: readonly string[] | undefined;
  readonly peers: readonly PeerId[];
  readonly rounds: number;
  readonly setup: boolean;
  readonly cache: string;
  /** CPU seconds that one peer may take for one case in one round. */
  readonly timeoutSeconds: number;
  readonly out: string;
  readonly engine: string | undefined;
}

export const usage = `npm run bench:fit -- --data FOLDER [options]

Fits fixed seasonal ARIMA orders by exact maximum likelihood with this engine and with its peers, side by side: CPU time
a fit, the log-likelihood reached, iterations, memory. Needs python3. Best on a machine that does nothing else.

  --data FOLDER       m4/hourly-train.csv: the M4 competition's hourly series (Dataset/Train/Hourly-train.csv of
                        github.com/Mcompetitions/M4-methods), a row a series: id,value,value,...
                      sarimax-reference/stata-models.json: an object whose air2_data is the airline series (air2 in
                        statsmodels/tsa/statespace/tests/results/results_sarimax.py of github.com/statsmodels/statsmodels);
                        without it the one in test/fixtures/sarimax is taken
                      nab/, optional: realAWSCloudwatch of github.com/numenta/NAB (folder data), five-minute series
  --cases A,B         only these: ${caseNames.join(', ')}
  --peers A,B         only these, in this order: ${peers.map(({ id }) => id).join(', ')}
                        @default those that are not marked by request in the list at the start
  --rounds N          every peer once a round, one after the other; what took over 20 s or failed has one round @default 3
  --setup             first installs what is missing: gretl and R by apt-get (as root, on Debian), Python packages and
                        the npm package into the cache
  --cache DIR         where those and the results are @default ${defaultCache()}
  --timeout SECONDS   CPU time a peer may take for a case @default 120
  --out FILE          JSON lines, one a measurement @default results.jsonl in the cache
  --engine FILE       another build's lib/domain/forecast/index.js instead of this checkout's dist
`;

function defaultCache(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tidewatch-bench-fit');
}

const flags = {
  data: { type: 'string' },
  cases: { type: 'string' },
  peers: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  setup: { type: 'boolean', default: false },
  cache: { type: 'string', default: defaultCache() },
  timeout: { type: 'string', default: '120' },
  out: { type: 'string' },
  engine: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** What was asked for, or undefined for help. @throws Error that says what was given and what is allowed */
export function readOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({ args, options: flags });
  if (values.help) return undefined;
  if (values.data === undefined) throw new Error('give --data FOLDER (--help says what it holds)');
  const cache = resolve(values.cache);
  const known = peers.map(({ id }) => id);
  const asked = peers.filter((peer) => !('isByRequest' in peer)).map(({ id }) => id);
  return {
    data: resolve(values.data),
    cases: values.cases && only(values.cases, caseNames, '--cases'),
    peers: values.peers ? only(values.peers, known, '--peers') : asked,
    rounds: wholeNumber(values.rounds, '--rounds'),
    setup: values.setup,
    cache,
    timeoutSeconds: wholeNumber(values.timeout, '--timeout'),
    out: resolve(values.out ?? join(cache, 'results.jsonl')),
    engine: values.engine && resolve(values.engine),
  } as BenchOptions;
}

function only<T extends string>(text: string, allowed: readonly T[], flag: string): readonly T[] {
  return text.split(',').map((name) => {
    const found = allowed.find((one) => one === name);
    if (found === undefined) throw new Error(`got ${flag} ${name}: choose among ${allowed.join(', ')}`);
    return found;
  });
}

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`got ${flag} ${text}: give a whole number from 1 on`);
  return value;
}
