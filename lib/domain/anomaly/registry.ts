import { absence } from './absence/index.ts';
import { agreement } from './agreement/index.ts';
import { autoencoder } from './autoencoder/index.ts';
import { changePoint } from './change-point/index.ts';
import { density } from './dbscan/index.ts';
import type { Detector } from './detector.ts';
import { forecastResidual } from './forecast-residual/index.ts';
import { fused } from './fused/index.ts';
import { isolationForest } from './isolation-forest/index.ts';
import { levelChange } from './level-change/index.ts';
import { lstmError } from './lstm-error/index.ts';
import { matrixProfile } from './matrix-profile/index.ts';
import { nearestWindow } from './nearest-window/index.ts';
import { newExtreme } from './new-extreme/index.ts';
import { newRoughness } from './new-roughness/index.ts';
import { oneClassSvm } from './one-class-svm/index.ts';
import { quiet } from './quiet/index.ts';
import { randomCutForest } from './random-cut-forest/index.ts';
import { residualZ } from './residual-z/index.ts';
import { sHEsd } from './s-h-esd/index.ts';
import { seasonalChange } from './seasonal-change/index.ts';
import { spectralResidualDetector } from './spectral-residual/index.ts';
import { unseenTransition } from './unseen-transition/index.ts';
import { robustZScore, rollingZScore, zScore } from './z-score/index.ts';

/** Every detector there is: one folder beside this file and one line here. */
export const detectors: readonly Detector[] = [
  agreement,
  fused,
  quiet,
  residualZ,
  levelChange,
  seasonalChange,
  nearestWindow,
  newExtreme,
  newRoughness,
  unseenTransition,
  sHEsd,
  isolationForest,
  spectralResidualDetector,
  randomCutForest,
  matrixProfile,
  zScore,
  robustZScore,
  rollingZScore,
  changePoint,
  density,
  oneClassSvm,
  forecastResidual,
  lstmError,
  autoencoder,
  absence,
];

export function detectorById(id: string): Detector | undefined {
  return detectors.find((detector) => detector.id === id);
}
