import { readFileSync } from 'node:fs';

/** One model as Stata printed it. Standard errors are of the standard deviation, not of the variance. */
interface StataModel {
  readonly params_ar: readonly number[];
  readonly params_ma: readonly number[];
  readonly params_mean: readonly number[];
  readonly params_exog: readonly number[];
  readonly params_seasonal_ma: readonly number[];
  readonly params_variance: readonly number[];
  readonly se_ar: readonly number[];
  readonly se_variance: readonly number[];
  readonly se_ar_opg: readonly number[];
  readonly se_ar_oim: readonly number[];
  readonly se_ar_robust: readonly number[];
  readonly se_ma_opg: readonly number[];
  readonly se_ma_oim: readonly number[];
  readonly se_ma_robust: readonly number[];
  readonly se_mean: readonly number[];
  readonly se_mean_opg: readonly number[];
  readonly se_mean_oim: readonly number[];
  readonly se_exog_opg: readonly number[];
  readonly se_exog_oim: readonly number[];
  readonly se_seasonal_ma_opg: readonly number[];
  readonly se_seasonal_ma_oim: readonly number[];
  readonly se_stddev_opg: readonly number[];
  readonly se_stddev_oim: readonly number[];
  readonly loglike: number;
  readonly aic: number;
  readonly bic: number;
  readonly predict: readonly number[];
  readonly dynamic_predict: readonly number[];
  readonly forecast: readonly number[];
  readonly dynamic_forecast: readonly number[];
}

interface StataModels {
  readonly wpi1_data: readonly number[];
  readonly air2_data: readonly number[];
  readonly friedman2_data: { readonly consump: readonly number[]; readonly m2: readonly number[] };
  readonly wpi1_ar3: StataModel;
  readonly wpi1_stationary: StataModel;
  readonly wpi1_diffuse: StataModel;
  readonly wpi1_seasonal: StataModel;
  readonly air2_stationary: StataModel;
  readonly friedman2_mle: StataModel;
  readonly friedman2_predict: StataModel;
}

export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(`test/fixtures/sarimax/${name}`, 'utf8')) as T;
}

export const stata = fixture<StataModels>('stata-models.json');
export const wpi1 = Float64Array.from(stata.wpi1_data);
