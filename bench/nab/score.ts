import { spawnSync } from 'node:child_process';

/** Scores of results by the benchmark's rules: 0 without an alarm, 100 at best. */
export interface NabScore {
  readonly standard: number;
  readonly lowFalsePositives: number;
  readonly lowFalseNegatives: number;
}

type Printed = Readonly<Record<'standard' | 'low_FP' | 'low_FN', { readonly score: number }>>;

/**
 * What a scorer of the benchmark says of a folder of results: a Python program that takes RESULTS WINDOWS.json --json and
 * prints an object of profiles, each with its `score`.
 * @param scorer Python and the script
 * @throws Error with what the program wrote when it fails
 */
export function scoreOf(results: string, windows: string, scorer: readonly [string, string]): NabScore {
  const [python, script] = scorer;
  const { status, stdout, stderr } = spawnSync(python, [script, results, windows, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${python} ${script} failed: ${stderr ?? 'it could not be started'}`);
  const { standard, low_FP, low_FN } = JSON.parse(stdout) as Printed;
  return {
    standard: standard.score,
    lowFalsePositives: low_FP.score,
    lowFalseNegatives: low_FN.score,
  };
}

/** A table of scores by copy, with their mean where there are several. */
export function drawScores(title: string, scores: ReadonlyMap<string, NabScore>): string {
  const rows = [...scores];
  const all = [...scores.values()];
  if (all.length > 1) rows.push(['mean', meanOf(all)]);
  const lines = rows.map(
    ([name, { standard, lowFalsePositives, lowFalseNegatives }]) =>
      `| ${name} | ${standard.toFixed(1)} | ${lowFalsePositives.toFixed(1)} | ${lowFalseNegatives.toFixed(1)} |`,
  );
  return [`| ${title} | standard | low FP | low FN |`, '|---|---|---|---|', ...lines].join('\n');
}

function meanOf(scores: readonly NabScore[]): NabScore {
  const mean = (name: keyof NabScore) => scores.reduce((sum, score) => sum + score[name], 0) / scores.length;
  return {
    standard: mean('standard'),
    lowFalsePositives: mean('lowFalsePositives'),
    lowFalseNegatives: mean('lowFalseNegatives'),
  };
}
