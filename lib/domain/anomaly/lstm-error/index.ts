import { lstm } from '../../forecast/lstm/index.ts';
import type { Detector } from '../detector.ts';
import { createForecastResidual } from '../forecast-residual/index.ts';

/** Blocks that the network learns from: two days and a third of five minutes, four weeks of hours. */
const blocks = 672;
/** It learns anew after a week of five minutes: in between its memory goes on. */
const refitAfter = 2016;
/** Epochs of a fit: the path around the cells is a regression from the start, so few are enough. */
const rounds = 4;
/** Blocks before it learns for the first time: a day and two thirds of five minutes. */
const fitFrom = 480;

/** By the errors of a small recurrent network. See README.md. */
export const lstmError: Detector = createForecastResidual(lstm, {
  id: 'lstm-error',
  blocks,
  refitAfter,
  rounds,
  fitFrom,
});
