import type { ScaleKind } from '../value-scale.ts';
import type { LagChoice } from './lags.ts';
import type { SeasonMeans } from './season-means.ts';

/** One way to regress on lags. */
export interface LagVariant {
  readonly id: string;
  readonly scale: ScaleKind;
  readonly lags: LagChoice;
  /** Whose means are taken off first. */
  readonly less: SeasonMeans;
  /** Older values weigh less. */
  readonly forgets: boolean;
  /** By least absolute deviations, else by least squares. */
  readonly isRobust: boolean;
  /** Changes from value to value are regressed instead of values. */
  readonly isDifferenced: boolean;
}

type Choices = Partial<Omit<LagVariant, 'id' | 'scale' | 'lags'>>;

function variant(lags: LagChoice, scale: ScaleKind, choices: Choices = {}): LagVariant {
  const { less = 'median', forgets = false, isRobust = true, isDifferenced = false } = choices;
  const words = [
    'lags',
    lags,
    ...(less === 'median' ? [] : [`less-${less}`]),
    ...(isDifferenced ? ['changes'] : []),
    ...(isRobust ? [] : ['squares']),
    scale,
  ];
  return { id: words.join('-'), scale, lags, less, forgets, isRobust, isDifferenced };
}

/** The variants that the pool weighs against each other: unlike enough that their mean beats each. */
export const lagVariants = {
  fullLog: variant('full', 'log', { forgets: true }),
  fullLevel: variant('full', 'level', { forgets: true }),
  fullSquaresLog: variant('full', 'log', { isRobust: false }),
  fullSquaresLevel: variant('full', 'level', { isRobust: false }),
  fullChangesLog: variant('full', 'log', { forgets: true, isDifferenced: true }),
  fullChangesLevel: variant('full', 'level', { isDifferenced: true }),
  lessWeekRoot: variant('season', 'root', { less: 'long', forgets: true }),
  lessWeekLog: variant('season', 'log', { less: 'long', forgets: true }),
  farRoot: variant('far', 'root', { less: 'short', forgets: true }),
  seasonLevel: variant('season', 'level'),
  partsLevel: variant('parts', 'level', { forgets: true }),
  partsChangesLog: variant('parts', 'log', { forgets: true, isDifferenced: true }),
  nearLog: variant('near', 'log', { forgets: true }),
} as const;
