import { writeFileSync } from 'node:fs';
import type { Case } from './cases.ts';
import { type Measured, measured } from './measured.ts';
import type { CaseFiles, Fit } from './peers.ts';

const enough = { fits: 10_000, ms: 3000 };

/**
 * gretl's exact maximum likelihood (AS 197, in C): the CPU time of many fits in one process, less that of a script that
 * only reads the series. A fit includes the standard errors, which gretl gives from the Hessian.
 */
export async function fitWithGretl(one: Case, files: CaseFiles, seconds: number): Promise<Fit> {
  const run = (fits: number, limit: number) => {
    writeFileSync(files.script, scriptOf(one, files.csv, fits));
    return measured(['gretlcli', '-b', files.script], { seconds: limit });
  };
  const empty = await run(0, 60);
  const first = await run(1, seconds);
  if (first.isTimeout) return { error: 'timeout' };
  const [llf] = numbers(first.text, /^LLF (\S+)/gm);
  if (llf === undefined) return { error: first.text.trim().slice(-300) };
  const each = first.cpuMs - empty.cpuMs;
  const fits = Math.max(5, Math.min(enough.fits, Math.floor(enough.ms / Math.max(each, 0.1))));
  const timed = each < 2000 ? await timedLoop(run, fits, seconds, empty) : { cpuMs: each, fits: 1 };
  return {
    ...timed,
    llf,
    params: paramsOf(one, numbers(first.text, /^B (\S+)/gm)),
    // With regressors the counts are those of a last stage.
    ...counted('evaluations', numbers(first.text, /^Function evaluations: (\d+)/gm)),
    ...counted('gradients', numbers(first.text, /^Evaluations of gradient: (\d+)/gm)),
    rssMb: first.rssMb,
  };
}

async function timedLoop(
  run: (fits: number, limit: number) => Promise<Measured>,
  fits: number,
  seconds: number,
  empty: Measured,
): Promise<{ cpuMs: number; fits: number }> {
  // Twice: the empty script's own noise weighs on quick fits.
  const again = await run(0, 60);
  const loop = await run(fits, seconds);
  return { cpuMs: (loop.cpuMs - (empty.cpuMs + again.cpuMs) / 2) / fits, fits };
}

function scriptOf({ x, order, seasonal }: Case, csv: string, fits: number): string {
  const [P, D, Q, period] = seasonal;
  const names = (x?.[0] ?? []).map((_, k) => `x${k + 1}`);
  const width = String(period).length;
  const fit = `arima ${order.join(' ')} ; ${P} ${D} ${Q} ; y ${names.join(' ')} --nc`;
  const open = `set messages off\nset verbose off\nopen "${csv}" --quiet
setobs ${period} 1:${'1'.padStart(width, '0')} --special-time-series\n`;
  if (fits === 0) return open;
  const fitted = fits === 1 ? fit : `loop ${fits} --quiet\n  ${fit} --quiet\nendloop`;
  return `${open}${fitted}
matrix b = $coeff
printf "LLF %.8f\\n", $lnl
loop i=1..rows(b) --quiet
  printf "B %.12g\\n", b[i]
endloop
`;
}

/** gretl has them as ar, seasonal ar, ma, seasonal ma, regressors. */
function paramsOf({ order, seasonal }: Case, b: readonly number[]): number[] {
  const [p, , q] = order;
  const [P, , Q] = seasonal;
  const ends = [p, p + P, p + P + q, p + P + q + Q];
  const [ar, seasonalAr, ma, seasonalMa] = ends.map((end, i) => b.slice(ends[i - 1] ?? 0, end));
  return [b.slice(ends[3]), ar, ma, seasonalAr, seasonalMa].flatMap((part) => part ?? []);
}

function numbers(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}

function counted(name: 'evaluations' | 'gradients', values: readonly number[]): Partial<Fit> {
  return values.length === 0 ? {} : { [name]: values.reduce((sum, value) => sum + value, 0) };
}
