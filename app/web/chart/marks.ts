import type { AnomalyJson } from '../../server/api-types.ts';

/**
 * One anomaly for each run of them, so that marks do not pile up: the one furthest from what was expected.
 * @param anomalies oldest first
 * @param apartMs neighbours closer than this belong to one run
 */
export function marksOf(anomalies: readonly AnomalyJson[], apartMs: number): readonly AnomalyJson[] {
  const runs: AnomalyJson[][] = [];
  for (const anomaly of anomalies) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && anomaly.t - before.t < apartMs) run.push(anomaly);
    else runs.push([anomaly]);
  }
  return runs.map((run) => run.reduce((a, b) => (surprise(b) > surprise(a) ? b : a)));
}

const surprise = ({ value, expected }: AnomalyJson): number => Math.abs(value - expected);
