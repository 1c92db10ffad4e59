/** The parts of an expectation without a season: a level and how fast it has moved of late. */
export interface TrendState {
  level: number;
  /** How much of a step's error the level takes up; 1 is the last value. */
  readonly beta: number;
  /** Smoothed value and slope a step, by Brown's double exponential smoothing in error-correction form. */
  smooth: number;
  slope: number;
  /** What the smoothing keeps from step to step: 1 - 1 / memory in steps. */
  readonly keep: number;
}

/** How many times shorter the slope's memory is while the series runs away from what is expected. */
const hurry = 8;
/** How much of an error the level takes up then, at least. */
const hurriedBeta = 0.8;

export function createTrend(first: number, beta: number, keep: number): TrendState {
  return { level: first, beta, smooth: first, slope: 0, keep };
}

/**
 * Drift a step: the recent slope, shrunk towards 0 by as much as noise could have made it, so that a level
 * series is forecast level. @param sd of the one-step error
 */
export function drift(state: TrendState, sd: number): number {
  const { slope } = state;
  if (slope === 0) return 0;
  const noise = (sd * slopeSpread(state)) / slope;
  return slope * Math.max(0, 1 - noise * noise);
}

/**
 * Standard deviation of the slope, a unit of sd. The slope is a weighted sum of past steps with weights
 * (1-k)²(j+1)kʲ: a walk of weight β gives β²(1-k)/4, independent noise gives (1-k)³/4 (both for k near 1).
 */
function slopeSpread({ beta, keep }: TrendState): number {
  const lost = 1 - keep;
  const still = (1 - beta) * lost;
  return Math.sqrt((beta * beta + still * still) * lost) / 2;
}

export function trendMean(state: TrendState, h: number, sd: number): number {
  return state.level + h * drift(state, sd);
}

/**
 * Takes in a value that lies `error` above what was expected. `isRunning` tells that it is one of several far
 * errors on one side.
 */
export function trendTake(state: TrendState, error: number, sd: number, isRunning: boolean): void {
  const expected = trendMean(state, 1, sd);
  state.level = expected + (isRunning ? Math.max(hurriedBeta, state.beta) : state.beta) * error;
  const lost = Math.min(0.5, (1 - state.keep) * (isRunning ? hurry : 1));
  const miss = expected + error - (state.smooth + state.slope);
  state.smooth += state.slope + (1 - (1 - lost) ** 2) * miss;
  state.slope += lost * lost * miss;
}

/** Lets a step without a value pass as if the expected had come. */
export function trendSkip(state: TrendState, sd: number): void {
  trendTake(state, 0, sd, false);
}

/** Brings the trend back to what is possible: it rests at a bound instead of running on beyond it. */
export function trendHold(state: TrendState, least: number, most: number): void {
  if (state.smooth < least || state.level < least) state.slope = Math.max(0, state.slope);
  if (state.smooth > most || state.level > most) state.slope = Math.min(0, state.slope);
  state.level = Math.min(most, Math.max(least, state.level));
  state.smooth = Math.min(most, Math.max(least, state.smooth));
}

/** Variance h steps ahead: exponential smoothing's, plus what the slope's own error makes of h steps. */
export function trendVariance(state: TrendState, h: number, oneStep: number): number {
  return oneStep * (1 + (h - 1) * state.beta ** 2 + (h * slopeSpread(state)) ** 2);
}
