import { analog } from './analog/index.ts';
import { arima } from './arima/forecaster.ts';
import { doubleSeasonal } from './double-seasonal/index.ts';
import { explainedAmong } from './effects/index.ts';
import { ets } from './ets/index.ts';
import type { Forecaster, RatedForecaster } from './forecaster.ts';
import { fourierAr } from './fourier-ar/index.ts';
import { lagRegression } from './lag-regression/index.ts';
import { lstm } from './lstm/index.ts';
import { mstl } from './mstl/index.ts';
import { pool } from './pool/index.ts';
import { seasonalNaive } from './seasonal-naive/index.ts';
import { slotProfile } from './slot-profile/index.ts';
import { theta } from './theta/index.ts';

/** Those whose models tell how well they would have forecast the past: what the pipeline may store. */
export const ratedForecasters: readonly RatedForecaster[] = [seasonalNaive, arima, pool];

/** Every forecaster there is: one folder beside this file and one line here. */
export const forecasters: readonly Forecaster[] = [
  ...ratedForecasters,
  lagRegression,
  slotProfile,
  analog,
  fourierAr,
  doubleSeasonal,
  theta,
  ets,
  mstl,
  lstm,
];

export function forecasterById(id: string): Forecaster | undefined {
  return forecasters.find((forecaster) => forecaster.id === id);
}

/** By its id, and what restores the models that any of them gave with effects of a calendar. */
export function ratedForecasterById(id: string): RatedForecaster | undefined {
  return [...ratedForecasters, explainedAmong(ratedForecasters)].find((forecaster) => forecaster.id === id);
}
