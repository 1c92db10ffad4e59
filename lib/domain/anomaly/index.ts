/** The public face `tidewatch/anomaly`: detectors and what they say. */
export type { Detector, DetectorModel, Judged, Score } from './detector.ts';
export { detectorById, detectors } from './registry.ts';
export { residualZ } from './residual-z/index.ts';
export { isNoteworthy } from './smallest-effect.ts';
export type { Verdict } from './verdict.ts';
