import type { Problem } from '../lib/domain/series/samples.ts';

/** Counts problems since the start, one entry a kind and place. */
export interface ProblemCounter {
  /** @returns those not seen before, worth a line in the terminal */
  add(problems: readonly Problem[]): readonly Problem[];
  /** The most frequent first. */
  list(): readonly Problem[];
}

/** More places than this are counted together: a broken file can name every line of itself. */
const maxPlaces = 200;

export function createProblemCounter(): ProblemCounter {
  const counted = new Map<string, Problem>();
  return {
    add: (problems) =>
      problems.filter((problem) => {
        const place = `${problem.kind} ${problem.where}`;
        const isFull = counted.size >= maxPlaces && !counted.has(place);
        const key = isFull ? `${problem.kind} (other places)` : place;
        const before = counted.get(key);
        const where = isFull ? 'other places' : problem.where;
        counted.set(key, { ...problem, where, count: problem.count + (before?.count ?? 0) });
        return before === undefined;
      }),
    list: () => [...counted.values()].sort((a, b) => b.count - a.count),
  };
}
