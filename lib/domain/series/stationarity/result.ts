/** What a test fits besides the level: nothing, a constant, and a trend, and its square. */
export type Deterministic = 'n' | 'c' | 'ct' | 'ctt';

export interface StationarityTest {
  readonly statistic: number;
  /** As probable is a statistic as far out when the test's hypothesis holds. */
  readonly p: number;
  /** Set where p is at the end of the table it comes from: the true p is below, or above. */
  readonly beyond?: 'below' | 'above';
  readonly lags: number;
  /** Values that the statistic is of, after differencing and lags. */
  readonly observations: number;
}

/** A value for each level of significance. */
export interface CriticalValues {
  readonly '1%': number;
  readonly '5%': number;
  readonly '10%': number;
}
