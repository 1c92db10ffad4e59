import { sensitiveScales } from '../calibration/lengths.ts';
import type { StreamOptions } from '../detector.ts';
import type { SeasonalChangeOptions } from './seasonal-change.ts';

const shortestSlotMs = 900_000;
const days = 7;

export function seasonalOptions(options: StreamOptions): SeasonalChangeOptions {
  return { ...sensitiveScales(options), slotMs: Math.max(options.stepMs, shortestSlotMs), days };
}
