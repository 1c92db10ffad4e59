/** The public face `tidewatch/anomaly`: detectors and what they say. */
export { absence } from './absence/index.ts';
export { agreement } from './agreement/index.ts';
export { autoencoder } from './autoencoder/index.ts';
export {
  type Change,
  type ChangePointDetector,
  type ChangePointModel,
  changePoint,
} from './change-point/index.ts';
export { type DbscanOptions, dbscan, density, noise } from './dbscan/index.ts';
export type { Detector, DetectorModel, Judged, Score, StreamOptions } from './detector.ts';
export {
  createForecastResidual,
  type ForecastResidualOptions,
  forecastResidual,
} from './forecast-residual/index.ts';
export { type FusedDetector, type FusedModel, type FusedVerdict, fused } from './fused/index.ts';
export type {
  GroupDetector,
  GroupModel,
  GroupOptions,
  GroupPoint,
  GroupScore,
} from './group-detector.ts';
export { groupDetectorById, groupDetectors } from './group-registry.ts';
export {
  fitIsolationForest,
  type GrownTree,
  type IsolationForest,
  type IsolationForestOptions,
  isolationForest,
  isolationForestOfTrees,
  isolationScore,
  isolationScores,
} from './isolation-forest/index.ts';
export { levelChange } from './level-change/index.ts';
export { lstmError } from './lstm-error/index.ts';
export { type LeftMatrixProfile, leftMatrixProfile, matrixProfile } from './matrix-profile/index.ts';
export { multivariate } from './multivariate/index.ts';
export { nearestWindow } from './nearest-window/index.ts';
export { newExtreme } from './new-extreme/index.ts';
export { newRoughness } from './new-roughness/index.ts';
export {
  fitOneClassSvm,
  type OneClassSvm,
  type OneClassSvmOptions,
  oneClassDecision,
  oneClassSvm,
} from './one-class-svm/index.ts';
export { peerComparison } from './peer-comparison/index.ts';
export { budgetPValue, quiet } from './quiet/index.ts';
export { randomCutForest } from './random-cut-forest/index.ts';
export { detectorById, detectors } from './registry.ts';
export { residualZ } from './residual-z/index.ts';
export {
  type EsdDirection,
  type EsdThreshold,
  type SeasonalEsdAnomaly,
  type SeasonalEsdOptions,
  seasonalHybridEsd,
  seasonalHybridEsdByTime,
  sHEsd,
  type TimedEsdOptions,
  type TimedValues,
} from './s-h-esd/index.ts';
export { seasonalChange } from './seasonal-change/index.ts';
export { isNoteworthy } from './smallest-effect.ts';
export {
  type SpectralResidual,
  type SpectralResidualOptions,
  spectralResidual,
  spectralResidualDetector,
} from './spectral-residual/index.ts';
export { unseenTransition } from './unseen-transition/index.ts';
export type { Verdict } from './verdict.ts';
export { robustZScore, rollingZScore, zScore } from './z-score/index.ts';
