/**
 * Fits of fixed seasonal ARIMA orders by this engine and by its peers, side by side in one run:
 * `npm run bench:fit -- --data FOLDER --setup` (`--help` has the rest).
 */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Case, caseNames, makeCases } from './fit/cases.ts';
import { type BenchOptions, readOptions, usage } from './fit/options.ts';
import { type CaseFiles, type PeerId, peerOf, peers, runPeer, type Toolbox } from './fit/peers.ts';
import { createReferee, type Referee } from './fit/reference.ts';
import { type Row, scoreCase } from './fit/score.ts';
import { buildEngine, findInstalled, installPeers, toolboxOf } from './fit/setup.ts';
import { drawTable } from './fit/table.ts';

/** A peer that takes longer for a case has one round of it. */
const slowMs = 20_000;

const progress = (line: string) => process.stderr.write(`${line}\n`);

function writeCase(one: Case, folder: string): CaseFiles {
  const files = {
    json: join(folder, `${one.name}.json`),
    csv: join(folder, `${one.name}.csv`),
    script: join(folder, `${one.name}.inp`),
  };
  writeFileSync(files.json, JSON.stringify(one));
  const names = (one.x?.[0] ?? []).map((_, k) => `x${k + 1}`);
  const rows = one.y.map((value, i) => [value, ...(one.x?.[i] ?? [])].join(','));
  writeFileSync(files.csv, `${[['y', ...names].join(','), ...rows].join('\n')}\n`);
  return files;
}

/** The peers asked for that are installed; the list says of every one why it is there or not. */
function choosePeers(options: BenchOptions, tools: Toolbox) {
  const installed = findInstalled(tools);
  for (const { id, title, need } of peers) {
    const version = installed.get(need);
    const isAsked = options.peers.includes(id);
    const state = version === undefined ? 'not installed' : isAsked ? version : 'not asked for';
    progress(`${id.padEnd(16)} ${title.padEnd(36)} ${state}`);
  }
  const isThere = (id: PeerId) => installed.has(peerOf(id).need);
  return {
    chosen: options.peers.filter(isThere),
    missing: options.peers.filter((id) => !isThere(id)),
    hasPython: installed.has('python'),
  };
}

interface Bench {
  readonly options: BenchOptions;
  readonly tools: Toolbox;
  readonly referee: Referee;
  readonly chosen: readonly PeerId[];
  readonly folder: string;
  /** Case and peer that have had their one round. */
  readonly over: Set<string>;
}

async function fitAll(bench: Bench, one: Case, round: number): Promise<Row[]> {
  const { options, tools, referee, chosen, over } = bench;
  const files = writeCase(one, bench.folder);
  const rows: Row[] = [];
  for (const peer of chosen) {
    if (over.has(`${one.name} ${peer}`) || (one.isLong && !peerOf(peer).takesLong)) continue;
    const fit = await runPeer(peer, one, files, tools, options.timeoutSeconds);
    if (fit.error !== undefined || (fit.cpuMs ?? 0) > slowMs) over.add(`${one.name} ${peer}`);
    rows.push({ round, case: one.name, id: one.id, n: one.y.length, peer, ...fit });
    progress(`round ${round + 1} ${one.name} ${peer}: ${fit.error ?? `${fit.cpuMs?.toFixed(3)} ms`}`);
  }
  const fitted = rows.filter(({ params }) => params !== undefined);
  const params = fitted.map((row) => row.params ?? []);
  const references = await referee.judge(one, files, params);
  const judged = new Map(fitted.map((row, i) => [row, references[i] ?? {}]));
  return rows.map((row) => ({ ...row, ...(judged.has(row) && { reference: judged.get(row) }) }) as Row);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(usage);
    return;
  }
  const cases = makeCases(options.data).filter(({ name }) => options.cases?.includes(name) ?? true);
  for (const name of options.cases ?? caseNames) {
    if (!cases.some((one) => one.name === name)) progress(`${name}: --data has no series for it, skipped`);
  }
  const tools = toolboxOf(options.cache, options.engine);
  if (options.setup) installPeers(options.cache, tools);
  if (options.peers.includes('ours') && options.engine === undefined) buildEngine(tools);
  const { chosen, missing, hasPython } = choosePeers(options, tools);
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, '');
  const folder = mkdtempSync(join(tmpdir(), 'tidewatch-bench-fit-'));
  const rows: Row[] = [];
  try {
    const referee = createReferee(tools, hasPython);
    const bench = { options, tools, referee, chosen, folder, over: new Set<string>() };
    for (let round = 0; round < options.rounds; round++) {
      for (const one of cases) {
        const fresh = await fitAll(bench, one, round);
        for (const row of fresh) appendFileSync(options.out, `${JSON.stringify(row)}\n`);
        rows.push(...fresh);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const scored = cases.map((one) =>
    scoreCase(
      one,
      rows.filter((row) => row.case === one.name),
    ),
  );
  console.log(`${cpus().length} x ${cpus()[0]?.model}, Node.js ${process.version}, rounds ${options.rounds}`);
  console.log(drawTable(scored, rows, options.timeoutSeconds));
  if (missing.length > 0)
    console.log(`\nnot installed, skipped: ${missing.join(', ')} (--setup installs them)`);
  progress(`\nmeasurements: ${options.out}`);
}

try {
  await main();
} catch (error) {
  progress(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
