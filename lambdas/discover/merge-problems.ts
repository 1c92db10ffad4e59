import type { Problem } from '../../lib/domain/series/samples.ts';

/** Problems of one kind with one message as one: an account out of reach is one line and not one a cluster. */
export function mergeProblems(problems: readonly Problem[]): readonly Problem[] {
  const merged = new Map<string, { first: Problem; count: number; wheres: Set<string> }>();
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.message}`;
    const entry = merged.get(key) ?? { first: problem, count: 0, wheres: new Set<string>() };
    entry.count += problem.count;
    entry.wheres.add(problem.where);
    merged.set(key, entry);
  }
  return Array.from(merged.values(), ({ first, count, wheres }) => ({
    ...first,
    count,
    where: wheres.size > 1 ? `${first.where} and ${wheres.size - 1} more` : first.where,
  }));
}
