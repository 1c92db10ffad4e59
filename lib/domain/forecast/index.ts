/** The public face `tidewatch/forecast`: SARIMAX, the forecasters and what they give. */

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
} from './forecaster.ts';
export { forecasterById, forecasters } from './registry.ts';
export { seasonalNaive } from './seasonal-naive/index.ts';
