/** The public face `tidewatch/forecast`: SARIMAX, the forecasters and what they give. */

export { analog } from './analog/index.ts';
export { arima } from './arima/forecaster.ts';
export * from './arima/index.ts';
export type { Forecast } from './forecast.ts';
export type {
  Expectation,
  FitOptions,
  FitResult,
  FittedModel,
  Forecaster,
  Json,
  Path,
  RatedForecaster,
  RatedModel,
} from './forecaster.ts';
export { createLagRegression, lagRegression } from './lag-regression/index.ts';
export { type Decision, type PoolForecaster, type PoolModel, pool } from './pool/index.ts';
export { forecasterById, forecasters, ratedForecasterById, ratedForecasters } from './registry.ts';
export { seasonalNaive } from './seasonal-naive/index.ts';
export { createSlotProfile, slotProfile } from './slot-profile/index.ts';
