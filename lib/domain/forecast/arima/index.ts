export {
  type AutoArima,
  type AutoArimaOptions,
  autoArima,
  autoArimaInTurns,
  restoreAutoArima,
  type Season,
  type SeasonalPredictor,
  type SeasonTest,
  type UnitRootTest,
} from './auto/index.ts';
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
