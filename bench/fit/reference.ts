import type { Case } from './cases.ts';
import { measured, scripts } from './measured.ts';
import type { CaseFiles, Toolbox } from './peers.ts';

/** The exact log-likelihood of one peer's coefficients, by two programs; null where there is none, undefined where the
 *  program is not installed or failed. */
export interface Reference {
  readonly statsmodels?: number | null;
  readonly ours?: number | null;
}

export interface Referee {
  judge(one: Case, files: CaseFiles, params: readonly (readonly number[])[]): Promise<readonly Reference[]>;
}

const patienceSeconds = 600;

/** Asks both programs once for each set of coefficients: peers give the same ones every round. */
export function createReferee(tools: Toolbox, hasPython: boolean): Referee {
  const known = new Map<string, Reference>();
  return {
    async judge(one, files, params) {
      const keys = params.map((values) => `${one.name} ${JSON.stringify(values)}`);
      const fresh = [...new Set(keys)].filter((key) => !known.has(key));
      const lines = fresh.map((key) => key.slice(one.name.length + 1));
      const ours = [process.execPath, scripts.ourReference, files.json, tools.engine];
      const theirs = [tools.python, scripts.reference, files.json];
      const [a, b] = [await ask(ours, lines), hasPython ? await ask(theirs, lines) : []];
      fresh.forEach((key, i) => {
        known.set(key, {
          ...(a[i] !== undefined && { ours: a[i] }),
          ...(b[i] !== undefined && { statsmodels: b[i] }),
        });
      });
      return keys.map((key) => known.get(key) ?? {});
    },
  };
}

async function ask(command: readonly string[], lines: readonly string[]): Promise<(number | null)[]> {
  if (lines.length === 0) return [];
  const { text, status } = await measured(command, {
    seconds: patienceSeconds,
    input: `${lines.join('\n')}\n`,
  });
  const answers = text.split('\n').filter((line) => /^(null|-?\d)/.test(line));
  if (status !== 0 || answers.length !== lines.length)
    process.stderr.write(`no reference from ${command[1]}: ${text.trim().slice(-300)}\n`);
  return answers.map((line) => JSON.parse(line) as number | null);
}
