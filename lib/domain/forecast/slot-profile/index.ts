import type { Forecaster } from '../forecaster.ts';
import type { ProfileChoices } from './fit.ts';
import { fitProfile } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** What the hour of the week has been over the last weeks, newer ones counting more. See README.md. */
export function createSlotProfile(choices: ProfileChoices): Forecaster {
  return {
    id: 'slot-profile',
    fit: (y, options) => fitProfile(y, options, choices),
    restore: (json) => createModel(unpackState(json)),
  };
}

/** The means alone, over about four seasons. */
export const slotProfile: Forecaster = createSlotProfile({ decay: 0.8, echoes: false });
