import { arima } from './arima/forecaster.ts';
import type { Forecaster } from './forecaster.ts';
import { seasonalNaive } from './seasonal-naive/index.ts';

/** Every forecaster there is: one folder beside this file and one line here. */
export const forecasters: readonly Forecaster[] = [seasonalNaive, arima];

export function forecasterById(id: string): Forecaster | undefined {
  return forecasters.find((forecaster) => forecaster.id === id);
}
