import type { PeerId } from './peers.ts';
import { type CaseScore, median, type Score, timesFaster } from './score.ts';

/** What is asked of this engine. */
export const goals = {
  /** Below the best log-likelihood, at most. */
  gap: 0.01,
  /** Of gretl's CPU time, at most, and what would be better still. */
  gretl: 1,
  stretch: 0.5,
  longMs: 200,
  heapMb: 128,
  faster: { npm_ml: 10, sm_tuned: 100, r_cssml: 100, r_ml: 100 } as Partial<Record<PeerId, number>>,
} as const;

export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  /** Undefined where nothing is asked: told for the whole picture. */
  readonly isMet: boolean | undefined;
}

const find = ({ scores }: CaseScore, peer: PeerId) => scores.find((score) => score.peer === peer);
/** Ours over gretl's CPU time; ours by the median, unless another figure of it is asked for. */
function ratio(score: CaseScore, figure = (ours: Score) => median(ours.cpuMs)): number | undefined {
  const [ours, gretl] = [find(score, 'ours'), find(score, 'gretl')];
  if (!ours?.cpuMs.length || !gretl?.cpuMs.length) return undefined;
  return figure(ours) / median(gretl.cpuMs);
}

/** The goals that one line of a case's table speaks of, in a few words. */
export function goalWords(score: CaseScore, { peer, fit, gap }: Score, timeoutSeconds: number): string {
  if (peer === 'ours') {
    if (fit.error !== undefined) return 'NOT MET, no fit';
    const lowest = gap === undefined ? 'log-likelihood unknown' : verdictWords(gap >= -goals.gap, 'log-lik');
    const share = ratio(score);
    if (share === undefined) return lowest;
    const stretch = share <= goals.stretch ? ', stretch too' : '';
    return `${lowest}; ${verdictWords(share <= goals.gretl, `gretl x ${share.toFixed(2)}`)}${stretch}`;
  }
  const wanted = goals.faster[peer];
  const found = timesFaster(find(score, 'ours'), find(score, peer), timeoutSeconds);
  if (wanted === undefined || found === undefined) return '';
  const words = `ours ${found.isAtLeast ? '> ' : ''}${found.times.toFixed(1)} times faster, of ${wanted}`;
  return verdictWords(found.times >= wanted, words);
}

function verdictWords(isMet: boolean, words: string): string {
  return `${isMet ? 'met' : 'NOT MET'} (${words})`;
}

/** Every goal over all cases of the run; those without a figure in this run are left out. */
export function judgeGoals(cases: readonly CaseScore[], timeoutSeconds: number): readonly Verdict[] {
  return [
    ...gapVerdict(cases),
    ...gretlVerdicts(cases),
    ...(Object.keys(goals.faster) as PeerId[]).flatMap((peer) => fasterVerdict(cases, peer, timeoutSeconds)),
    ...longVerdicts(cases),
    ...heapVerdict(cases),
  ];
}

function gapVerdict(cases: readonly CaseScore[]): Verdict[] {
  const gaps = cases.flatMap((one) => {
    const ours = find(one, 'ours');
    if (ours === undefined) return [];
    return [{ name: one.case.name, gap: ours.gap ?? Number.NEGATIVE_INFINITY }];
  });
  const [worst] = gaps.toSorted((a, b) => a.gap - b.gap);
  if (worst === undefined) return [];
  return [
    {
      goal: `log-likelihood within ${goals.gap} of the best, every case`,
      measured: `${Math.abs(worst.gap).toFixed(4)} below at worst (${worst.name})`,
      isMet: worst.gap >= -goals.gap,
    },
  ];
}

function gretlVerdicts(cases: readonly CaseScore[]): Verdict[] {
  const over = (figure?: (ours: Score) => number) => {
    const ratios = cases
      .map((one) => ratio(one, figure))
      .filter((value) => value !== undefined && Number.isFinite(value)) as number[];
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    return {
      middle: median(ratios),
      measured: `${median(ratios).toFixed(2)} (${range}; ${ratios.length} cases)`,
    };
  };
  const { middle, measured } = over();
  if (Number.isNaN(middle)) return [];
  const mean = over(({ fit }) => fit.meanMs ?? Number.NaN);
  const errors = over(({ cpuMs, fit }) => median(cpuMs) + (fit.errorsMs ?? Number.NaN));
  const cold = over(({ fit }) => fit.coldMs ?? Number.NaN);
  return [
    {
      goal: "CPU of a fit, ours / gretl's: median over cases at most 1",
      measured,
      isMet: middle <= goals.gretl,
    },
    { goal: 'the same, half (stretch)', measured, isMet: middle <= goals.stretch },
    { goal: 'the same by the mean, compiler and collector in it', measured: mean.measured, isMet: undefined },
    { goal: 'the same with standard errors, as in gretl', measured: errors.measured, isMet: undefined },
    { goal: 'the same by the first fit of a process', measured: cold.measured, isMet: undefined },
  ];
}

function fasterVerdict(cases: readonly CaseScore[], peer: PeerId, timeoutSeconds: number): Verdict[] {
  const wanted = goals.faster[peer] ?? 1;
  const found = cases.flatMap((one) => {
    const faster = timesFaster(find(one, 'ours'), find(one, peer), timeoutSeconds);
    return faster === undefined ? [] : [{ ...faster, name: one.case.name }];
  });
  const [least] = found.toSorted((a, b) => a.times - b.times);
  if (least === undefined) return [];
  const middle = median(found.map(({ times }) => times)).toFixed(0);
  return [
    {
      goal: `at least ${wanted} times faster than ${peer}, every case`,
      measured: `${least.times.toFixed(1)} at least (${least.name}), median ${middle}`,
      isMet: least.times >= wanted,
    },
  ];
}

function longVerdicts(cases: readonly CaseScore[]): Verdict[] {
  return cases.flatMap((one) => {
    const ours = find(one, 'ours');
    if (!one.case.isLong || ours === undefined || ours.cpuMs.length === 0) return [];
    const [warm, cold] = [median(ours.cpuMs), ours.fit.coldMs ?? Number.NaN];
    const goal = `${one.case.name} under ${goals.longMs} ms`;
    return [
      { goal: `${goal}, warm`, measured: `${warm.toFixed(0)} ms`, isMet: warm < goals.longMs },
      {
        goal: `${goal}, first fit of a process`,
        measured: `${cold.toFixed(0)} ms`,
        isMet: cold < goals.longMs,
      },
    ];
  });
}

function heapVerdict(cases: readonly CaseScore[]): Verdict[] {
  const heaps = cases.map((one) => find(one, 'ours')?.fit.heapMb).filter((value) => value !== undefined);
  if (heaps.length === 0) return [];
  const most = Math.max(...heaps);
  return [
    {
      goal: `heap and buffers under ${goals.heapMb} MB`,
      measured: `${most.toFixed(0)} MB at most`,
      isMet: most < goals.heapMb,
    },
  ];
}
