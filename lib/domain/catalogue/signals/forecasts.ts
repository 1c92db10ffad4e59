import type { Signal } from '../signal.ts';

export const forecastSignals: readonly Signal[] = [
  {
    id: 'forecast_error',
    title: 'Forecast error',
    description:
      'Error of the forecasts whose time has come, made a day ahead (6 hours, an hour, while none is older), over that of seasonal naive: the median over the series of the cluster. 100 is no better than what was a day before.',
    unit: 'percent',
    entity: 'cluster',
    harm: 'high',
    range: { min: 0 },
    cadence: 'slow',
    rollup: 'last',
    own: true,
  },
];
