import type { Case } from './cases.ts';
import { fitWithGretl } from './gretl.ts';
import { measured, scripts } from './measured.ts';

/** What one peer made of one case. Without `error`, `llf`, `params` and `cpuMs` are there. */
export interface Fit {
  readonly error?: string;
  /** The log-likelihood that the peer tells. */
  readonly llf?: number;
  /** Regressors, ar, ma, seasonal ar, seasonal ma. */
  readonly params?: readonly number[];
  /** CPU time of one fit, user and system, without start-up. */
  readonly cpuMs?: number;
  readonly fits?: number;
  readonly iterations?: number;
  readonly evaluations?: number;
  readonly gradients?: number;
  /** The most that its process held, the program itself included. */
  readonly rssMb?: number;
  /** Ours alone: the first fit in a fresh process, its time on the clock, the mean of the later ones, reading the
   *  engine's code, the standard errors' own time, the highest heap with its buffers, whether it says it converged. */
  readonly coldMs?: number;
  readonly coldWallMs?: number;
  readonly meanMs?: number;
  readonly loadMs?: number;
  readonly errorsMs?: number;
  readonly heapMb?: number;
  readonly converged?: boolean;
}

/** A case written down for the peers' programs. */
export interface CaseFiles {
  readonly json: string;
  readonly csv: string;
  /** Where a peer may write a script of its own. */
  readonly script: string;
}

/** Programs of this machine and folders that the peers run from. */
export interface Toolbox {
  readonly python: string;
  readonly nodeModules: string;
  readonly engine: string;
}

export type Need = 'engine' | 'gretl' | 'npm' | 'python' | 'r' | 'r-forecast';

interface PeerEntry {
  readonly id: string;
  readonly title: string;
  readonly need: Need;
  /** Left out unless asked for by --peers. */
  readonly isByRequest?: boolean;
  /** Has memory and time enough for the cases of long seasons. */
  readonly takesLong?: boolean;
}

export const peers = [
  { id: 'ours', title: 'this engine', need: 'engine', takesLong: true },
  { id: 'gretl', title: 'gretl, AS 197', need: 'gretl', takesLong: true },
  { id: 'npm_ml', title: 'npm arima, exact', need: 'npm' },
  { id: 'sm_tuned', title: 'statsmodels SARIMAX, Chandrasekhar', need: 'python' },
  { id: 'sm_innovations', title: 'statsmodels ARIMA, innovations', need: 'python' },
  { id: 'r_cssml', title: 'R arima, CSS-ML', need: 'r' },
  { id: 'r_ml', title: 'R arima, ML', need: 'r' },
  { id: 'sm_default', title: 'statsmodels SARIMAX, as it comes', need: 'python' },
  { id: 'sf_cssml', title: 'statsforecast ARIMA, CSS-ML', need: 'python' },
  { id: 'sf_ml', title: 'statsforecast ARIMA, ML', need: 'python', isByRequest: true },
  { id: 'sm_tuned_kalman', title: 'statsmodels SARIMAX, tuned', need: 'python', isByRequest: true },
  { id: 'r_forecast', title: 'R forecast::Arima', need: 'r-forecast', isByRequest: true },
  { id: 'npm_css', title: 'npm arima, CSS', need: 'npm', isByRequest: true },
] as const satisfies readonly PeerEntry[];

export type PeerId = (typeof peers)[number]['id'];

export function peerOf(id: PeerId): PeerEntry {
  const found = peers.find((peer) => peer.id === id);
  if (found === undefined) throw new Error(`no peer ${id}`);
  return found;
}

/** One peer's fit of one case; what goes wrong is in `error`, never thrown. @param seconds of CPU time, at most */
export async function runPeer(
  peer: PeerId,
  one: Case,
  files: CaseFiles,
  tools: Toolbox,
  seconds: number,
): Promise<Fit> {
  try {
    if (peer === 'gretl') return await fitWithGretl(one, files, seconds);
    const { text, isTimeout, rssMb } = await measured(commandOf(peer, one, files, tools), { seconds });
    if (isTimeout) return { error: 'timeout', rssMb };
    const line = text.split('\n').findLast((each) => each.startsWith('{'));
    return line === undefined
      ? { error: text.trim().slice(-300), rssMb }
      : { ...(JSON.parse(line) as Fit), rssMb };
  } catch (error) {
    return { error: String(error).slice(0, 300) };
  }
}

function commandOf(peer: PeerId, { order, seasonal }: Case, files: CaseFiles, tools: Toolbox): string[] {
  const { need } = peerOf(peer);
  if (need === 'engine') return [process.execPath, scripts.ours, files.json, tools.engine];
  if (need === 'npm') return [process.execPath, scripts.npm, peer, files.json, tools.nodeModules];
  if (need === 'python') return [tools.python, scripts.python, peer, files.json];
  const orders = [...order, ...seasonal].join(',');
  return ['Rscript', '--vanilla', scripts.r, peer, files.csv, orders];
}
