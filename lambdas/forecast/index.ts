/** A schedule → models and forecasts in the stores. */
import { systemClock } from '../clock.ts';
import { createLogger } from '../report.ts';
import { VariableReader } from '../settings.ts';
import { createStores } from '../stores.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...createStores(new VariableReader(process.env)),
  clock: systemClock,
  logger: createLogger('forecast'),
});
