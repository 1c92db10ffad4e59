/** How STL smooths. Windows are counted in values, those of the season in seasons. */
export interface StlOptions {
  /** Seasons that the seasonal smoother looks at, odd, >= 3; `periodic` when every season is alike. @default 7 */
  readonly seasonal?: number | 'periodic';
  /** Odd, >= 3. @default the least odd number that is not below 1.5 period / (1 - 1.5 / seasonal) */
  readonly trend?: number;
  /** Odd, >= 3. @default the least odd number above the period */
  readonly lowPass?: number;
  /** @default 1 */
  readonly seasonalDegree?: 0 | 1;
  /** @default 1 */
  readonly trendDegree?: 0 | 1;
  /** @default 1 */
  readonly lowPassDegree?: 0 | 1;
  /** Smooths at every such season and draws straight lines between. @default 1 */
  readonly seasonalJump?: number;
  /** @default 1 */
  readonly trendJump?: number;
  /** @default 1 */
  readonly lowPassJump?: number;
  /** Outliers lose their weight, over several rounds. @default false */
  readonly robust?: boolean;
  /** What stands in where gaps or robust rounds leave a whole window without weight: a line between the nearest
   *  fits (the median where there is none), or the value itself as in the published routine, which lets one huge
   *  outlier stay in the season. @default 'line' */
  readonly emptyWindow?: 'line' | 'value';
  /** Rounds of season and trend between two settings of the weights. @default 5, robust 2 */
  readonly innerIterations?: number;
  /** How often the weights are set anew. @default 0, robust 15 */
  readonly outerIterations?: number;
}

/** All options with their values. */
export type StlSettings = Required<Omit<StlOptions, 'robust'>> & { readonly period: number };

/** @throws RangeError naming the option that is out of range */
export function stlSettings(period: number, options: StlOptions): StlSettings {
  wholeAtLeast('period', period, 2);
  const { seasonal = 7, robust = false } = options;
  if (seasonal !== 'periodic') oddWindow('seasonal', seasonal);
  const flatter = seasonal === 'periodic' ? 1 : 1 - 1.5 / seasonal;
  const settings = {
    period,
    seasonal,
    trend: options.trend ?? oddFrom(Math.ceil((1.5 * period) / flatter)),
    lowPass: options.lowPass ?? oddFrom(period + 1),
    seasonalDegree: options.seasonalDegree ?? 1,
    trendDegree: options.trendDegree ?? 1,
    lowPassDegree: options.lowPassDegree ?? 1,
    seasonalJump: options.seasonalJump ?? 1,
    trendJump: options.trendJump ?? 1,
    lowPassJump: options.lowPassJump ?? 1,
    emptyWindow: options.emptyWindow ?? 'line',
    innerIterations: options.innerIterations ?? (robust ? 2 : 5),
    outerIterations: options.outerIterations ?? (robust ? 15 : 0),
  };
  check(settings);
  return settings;
}

function check(settings: StlSettings): void {
  for (const name of ['trend', 'lowPass'] as const) oddWindow(name, settings[name]);
  for (const name of ['seasonalJump', 'trendJump', 'lowPassJump', 'innerIterations'] as const)
    wholeAtLeast(name, settings[name], 1);
  wholeAtLeast('outerIterations', settings.outerIterations, 0);
  checkEmptyWindow(settings.emptyWindow);
  for (const name of ['seasonalDegree', 'trendDegree', 'lowPassDegree'] as const)
    if (settings[name] !== 0 && settings[name] !== 1)
      throw new RangeError(`got ${name} ${settings[name]}: give 0 or 1`);
}

function checkEmptyWindow(value: string): void {
  if (value !== 'line' && value !== 'value')
    throw new RangeError(`got emptyWindow ${value}: give 'line' or 'value'`);
}

function oddWindow(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 3 || value % 2 === 0)
    throw new RangeError(`got ${name} window ${value}: give an odd whole number from 3 up`);
}

function wholeAtLeast(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`got ${name} ${value}: give a whole number from ${least} up`);
}

/** The least odd number that is not below a whole one. */
export function oddFrom(value: number): number {
  return value % 2 === 0 ? value + 1 : value;
}
