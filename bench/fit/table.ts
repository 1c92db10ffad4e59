import { goalWords, judgeGoals } from './goals.ts';
import { type CaseScore, median, type Row, type Score } from './score.ts';

const columns = [
  ['peer', -15],
  ['CPU ms', 9],
  ['min', 9],
  ['spread', 7],
  ['gretl x', 8],
  ['log-lik', 11],
  ['gap', 9],
  ['iter', 5],
  ['eval', 5],
  ['RSS MB', 7],
  ['goal', -1],
] as const;

/** The whole result as text: a block a case, then ours in detail, then the goals. */
export function drawTable(cases: readonly CaseScore[], rows: readonly Row[], timeoutSeconds: number): string {
  const lines = [
    line(columns.map(([name]) => name)),
    ...cases.flatMap((one) => drawCase(one, timeoutSeconds)),
    ...drawOurs(cases),
    ...drawDisagreements(rows),
    ...drawGoals(cases, timeoutSeconds),
  ];
  return lines.map((each) => each.trimEnd()).join('\n');
}

function line(cells: readonly string[]): string {
  return columns
    .map(([, width], i) => {
      const cell = cells[i] ?? '';
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
    })
    .join(' ');
}

const fixed = (value: number | undefined, digits: number) =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits).replace(/^-(0\.?0*)$/, '$1');

/** About three digits. */
function brief(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

function drawCase(one: CaseScore, timeoutSeconds: number): string[] {
  const { name, id, y, order, seasonal, bestKnown } = one.case;
  const [P, D, Q, period] = seasonal;
  const model = `(${order.join(',')})(${P},${D},${Q})${period}`;
  const known = bestKnown === undefined ? '' : `, known ${bestKnown}`;
  const title = `\n${name}: ${model}, ${id}, n = ${y.length}; best log-likelihood ${one.best.toFixed(4)}${known}`;
  const gretl = one.scores.find(({ peer }) => peer === 'gretl');
  return [title, ...one.scores.map((score) => drawScore(one, score, gretl, timeoutSeconds))];
}

function drawScore(one: CaseScore, score: Score, gretl: Score | undefined, timeoutSeconds: number): string {
  const { peer, fit, cpuMs, logLikelihood, gap } = score;
  const goal = goalWords(one, score, timeoutSeconds);
  if (fit.error !== undefined)
    return line([peer, fit.error === 'timeout' ? `> ${timeoutSeconds} s` : 'failed'])
      .trimEnd()
      .concat(`  ${[goal, fit.error === 'timeout' ? '' : oneLine(fit.error)].filter(Boolean).join('  ')}`);
  const middle = median(cpuMs);
  const spread = cpuMs.length < 2 ? undefined : (Math.max(...cpuMs) - Math.min(...cpuMs)) / middle;
  return line([
    peer,
    brief(middle),
    brief(Math.min(...cpuMs)),
    spread === undefined ? '' : `${(100 * spread).toFixed(0)} %`,
    gretl === undefined || gretl.cpuMs.length === 0 ? '' : brief(middle / median(gretl.cpuMs)),
    fixed(logLikelihood, 4),
    gap === undefined ? 'none' : fixed(gap, 4),
    fixed(fit.iterations, 0),
    fixed(fit.evaluations, 0),
    fixed(fit.rssMb, 0),
    goal,
  ]);
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 80);

function drawOurs(cases: readonly CaseScore[]): string[] {
  const found = cases.flatMap((one) => {
    const ours = one.scores.find(({ peer }) => peer === 'ours');
    return ours === undefined || ours.fit.error !== undefined ? [] : [{ name: one.case.name, ...ours }];
  });
  if (found.length === 0) return [];
  const head = ['warm', 'mean', 'cold', 'cold wall', 'std errors', 'load', 'heap MB', 'RSS MB'];
  const rows = found.map(({ name, cpuMs, fit }) => {
    const { meanMs, coldMs, coldWallMs, errorsMs, loadMs, heapMb, rssMb, converged } = fit;
    const cells = [median(cpuMs), meanMs, coldMs, coldWallMs, errorsMs, loadMs, heapMb, rssMb];
    return `${name.padEnd(23)}${cells.map((cell) => brief(cell).padStart(11)).join('')}   ${converged ? 'converged' : 'NOT CONVERGED'}`;
  });
  const title =
    '\nours, ms: CPU of a fit warm (median, mean), of the first fit in a fresh process (and its clock),';
  return [
    `${title}\nof the standard errors alone (gretl's fits include theirs), of reading the engine's code`,
    `${''.padEnd(23)}${head.map((name) => name.padStart(11)).join('')}`,
    ...rows,
  ];
}

/** Where the two references differ by more than rounding: one of them is wrong. */
export function disagreements(rows: readonly Row[]): string[] {
  const found = rows.flatMap(({ case: name, peer, reference }) => {
    const { ours, statsmodels } = reference ?? {};
    if (ours === undefined || statsmodels === undefined) return [];
    const isSame =
      ours === null || statsmodels === null ? ours === statsmodels : Math.abs(ours - statsmodels) <= 1e-4;
    return isSame ? [] : [`${name} at the coefficients of ${peer}: ours ${ours}, statsmodels ${statsmodels}`];
  });
  return [...new Set(found)];
}

function drawDisagreements(rows: readonly Row[]): string[] {
  const found = disagreements(rows);
  const judged = new Set(
    rows
      .filter(({ reference }) => reference?.ours !== undefined && reference.statsmodels !== undefined)
      .map(({ case: name, params }) => `${name} ${params}`),
  ).size;
  if (judged === 0) return ['\nreferences: only one of the two was there'];
  if (found.length === 0) return [`\nreferences: ours and statsmodels agree within 1e-4 on all ${judged}`];
  return [`\nreferences: ${found.length} of ${judged} differ by more than 1e-4`, ...found];
}

const words = (isMet: boolean | undefined) => (isMet === undefined ? '-' : isMet ? 'met' : 'NOT MET');

function drawGoals(cases: readonly CaseScore[], timeoutSeconds: number): string[] {
  const verdicts = judgeGoals(cases, timeoutSeconds);
  if (verdicts.length === 0) return [];
  return [
    `\n${'goal'.padEnd(66)} ${'met'.padEnd(8)} measured`,
    ...verdicts.map(
      ({ goal, measured, isMet }) => `${goal.padEnd(66)} ${words(isMet).padEnd(8)} ${measured}`,
    ),
  ];
}
