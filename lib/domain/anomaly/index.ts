/** The public face `tidewatch/anomaly`: detectors and what they say. */
export type { Detector, DetectorModel, Judged, Score, StreamOptions } from './detector.ts';
export { type FusedDetector, type FusedModel, type FusedVerdict, fused } from './fused/index.ts';
export { levelChange } from './level-change/index.ts';
export { nearestWindow } from './nearest-window/index.ts';
export { newExtreme } from './new-extreme/index.ts';
export { budgetPValue, quiet } from './quiet/index.ts';
export { detectorById, detectors } from './registry.ts';
export { residualZ } from './residual-z/index.ts';
export { seasonalChange } from './seasonal-change/index.ts';
export { isNoteworthy } from './smallest-effect.ts';
export { unseenTransition } from './unseen-transition/index.ts';
export type { Verdict } from './verdict.ts';
