const dayMs = 86_400_000;
/** Slots a season is cut into at most: ten minutes of a day. */
const mostSlots = 144;

/** A season, cut into slots of one length. */
export interface SeasonSlots {
  readonly slotMs: number;
  /** 0 where the steps are too long for any. */
  readonly slots: number;
}

/** The season is a day, a week where a step is longer than 12 hours, and none where it is longer than half a week. */
export function seasonSlots(stepMs: number): SeasonSlots {
  const seasonMs = 2 * stepMs <= dayMs ? dayMs : 7 * dayMs;
  const slots = Math.min(mostSlots, Math.floor(seasonMs / stepMs));
  return slots < 2 ? { slotMs: stepMs, slots: 0 } : { slotMs: seasonMs / slots, slots };
}
