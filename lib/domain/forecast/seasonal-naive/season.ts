/** What the parts of a seasonal expectation are; see README.md for the formulas. */
export interface SeasonState {
  /** Value of each step of the season, in single precision, as last seen. */
  readonly profile: Float32Array;
  /** Index of the next step within the profile. */
  phase: number;
  /** How much the newest season counts against those before it; 1 is plain seasonal naive. */
  readonly alpha: number;
  /** How much of a step's error the next step expects again. */
  readonly beta: number;
  /** What remains of that from one step to the next. */
  readonly fade: number;
  correction: number;
  /** Rise from one season to the next, a step. */
  readonly drift: number;
}

/** What the season before gives for h steps ahead, drift included, without the correction. */
export function seasonBase({ profile, phase, drift }: SeasonState, h: number): number {
  const seasons = Math.ceil(h / profile.length);
  return (profile[(phase + h - 1) % profile.length] ?? 0) + seasons * profile.length * drift;
}

export function seasonMean(state: SeasonState, h: number): number {
  return seasonBase(state, h) + state.correction * state.fade ** (h - 1);
}

/** Takes in the expectation plus `error`; 0 for a gap that keeps what was expected. */
export function seasonTake(state: SeasonState, error: number): void {
  const base = seasonBase(state, 1);
  state.profile[state.phase] = base + state.alpha * (state.correction + error);
  state.correction = state.fade * (state.correction + state.beta * error);
  state.phase = (state.phase + 1) % state.profile.length;
}

/** Lets a step without a value pass: the season's value stays, the correction fades. */
export function seasonSkip(state: SeasonState): void {
  state.profile[state.phase] = seasonBase(state, 1);
  state.correction *= state.fade;
  state.phase = (state.phase + 1) % state.profile.length;
}

/**
 * Variance h steps ahead from the variances of one step ahead and of the season alone: the correction helps
 * less the further one looks, and every season more adds its own error.
 */
export function seasonVariance(state: SeasonState, h: number, oneStep: number, season: number): number {
  const far = Math.max(season, oneStep);
  const within = oneStep + (far - oneStep) * (1 - state.fade ** (2 * (h - 1)));
  return within * Math.ceil(h / state.profile.length);
}

/** The first season of a series as a profile; steps never seen lie on a line between their neighbours. */
export function firstProfile(y: Float64Array, season: number): Float32Array {
  const profile = new Float32Array(season).fill(Number.NaN);
  for (let t = 0; t < y.length; t++) {
    const value = y[t] ?? Number.NaN;
    if (Number.isNaN(profile[t % season]) && Number.isFinite(value)) profile[t % season] = value;
    if (t >= season && !profile.some(Number.isNaN)) break;
  }
  return bridged(profile);
}

/** Fills NaN by straight lines around the circle. At least one value is there. */
function bridged(profile: Float32Array): Float32Array {
  const known = [...profile.keys()].filter((i) => !Number.isNaN(profile[i]));
  const filled = profile.slice();
  for (const [k, from] of known.entries()) {
    const next = known[(k + 1) % known.length] ?? from;
    const gap = (next - from + profile.length - 1) % profile.length;
    const start = profile[from] ?? 0;
    const end = profile[next] ?? 0;
    for (let j = 1; j <= gap; j++)
      filled[(from + j) % profile.length] = start + ((end - start) * j) / (gap + 1);
  }
  return filled;
}
