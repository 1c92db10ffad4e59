export { type AdfOptions, adf } from './adf.ts';
export { canovaHansen } from './canova-hansen.ts';
export { type KpssOptions, kpss } from './kpss.ts';
export { type OcsbOptions, ocsb } from './ocsb.ts';
export { type PhillipsPerronOptions, phillipsPerron } from './phillips-perron.ts';
export type { CriticalValues, Deterministic, StationarityTest } from './result.ts';
export {
  type Suggestion,
  type SuggestOptions,
  type SuggestSeasonalOptions,
  suggestDifferences,
  suggestSeasonalDifferences,
} from './suggest-differences.ts';
