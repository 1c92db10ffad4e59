export { type MstlOptions, type MultipleDecomposition, mstl } from './mstl.ts';
export type { StlOptions } from './options.ts';
export { type Decomposition, stl } from './stl.ts';
export { seasonalStrength, trendStrength } from './strength.ts';
