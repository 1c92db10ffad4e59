import type { Forecaster } from '../../../domain/forecast/forecaster.ts';
import { fitProphet } from './fit.ts';
import { restoreModel } from './model.ts';
import { importPeers, type ProphetPeers } from './peers.ts';

export { restoreModel as restoreProphet } from './model.ts';
export { ProphetMissingError, type ProphetPeers } from './peers.ts';

/**
 * Prophet, by its own Stan optimiser in WebAssembly. See README.md.
 * @param load gets the packages. @default from the packages beside tidewatch
 * @throws ProphetMissingError when they are not installed
 */
export async function loadProphet(
  load: () => Promise<ProphetPeers> = () => importPeers(),
): Promise<Forecaster> {
  const peers = await load();
  return { id: 'prophet', fit: (y, options) => fitProphet(peers, y, options), restore: restoreModel };
}
