export { ArimaError, type ArimaFault } from './error.ts';
export { evaluateArima, fitArima, restoreArima } from './model.ts';
export type {
  ArimaForecast,
  ArimaModel,
  ArimaPredictor,
  CovarianceKind,
  ForecastOptions,
  Parameter,
  TestResult,
} from './result.ts';
export type { ArimaOptions, ArimaSpec, Lags, Method, Regressor, Start, Transform, Trend } from './spec.ts';
