/** The public face `tidewatch/series`: what is done with a series before it is forecast, and with what is left after. */
export { fourierTerms } from '../numerics/fourier.ts';
export { acf, pacf } from './autocorrelation.ts';
export {
  inverseMean,
  inverseSd,
  inverseValue,
  logJacobian,
  transformValues,
  type ValueTransform,
} from './box-cox.ts';
export { guerreroLambda, type LambdaBounds, profileLambda } from './box-cox-lambda.ts';
export { heteroskedasticity, jarqueBera, ljungBox, type ResidualTest } from './diagnostics.ts';
export { type Differences, difference, integrate } from './differencing.ts';
export { SeriesError, type SeriesFault } from './error.ts';
export * from './stationarity/index.ts';
export * from './stl/index.ts';
