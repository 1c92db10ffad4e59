/** One series and what was decided on each of its steps. Arrays are of one length. */
export interface JudgedSteps {
  /** Of the series, or of what it is of. */
  readonly name: string;
  readonly stepMs: number;
  readonly timesMs: Float64Array;
  /** NaN is a gap. */
  readonly values: Float64Array;
  /** 1 is an anomaly. */
  readonly anomalies: Uint8Array;
  /** First step that could be called one. */
  readonly learnt: number;
  /** What is known of each step: 1 was an anomaly, 0 was none, NaN is not known. @default nothing is known */
  readonly labels?: Float64Array;
}

/** Steps from and to, both within. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

const hourMs = 3_600_000;

/** Steps for which something holds, as runs: those less than an hour apart are one. */
export function runsOf(stepMs: number, count: number, holds: (step: number) => boolean): readonly Run[] {
  const most = Math.max(1, Math.ceil(hourMs / stepMs) - 1);
  const runs: Run[] = [];
  for (let step = 0; step < count; step++) {
    if (!holds(step)) continue;
    const last = runs.at(-1);
    if (last !== undefined && step - last.to <= most) runs[runs.length - 1] = { ...last, to: step };
    else runs.push({ from: step, to: step });
  }
  return runs;
}
