import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import { type Detector, type DetectorModel, type Judged, noScore, type StreamOptions } from '../detector.ts';
import { LevelChange } from '../level-change/level-change.ts';
import { SeasonalChange } from '../seasonal-change/seasonal-change.ts';
import { quietOptions } from './options.ts';

/** Agreement of level and season, for a stated budget of false alarms: the quiet layer. See README.md. */
export const quiet: Detector = {
  id: 'quiet',
  create: (options) => {
    const { level, season } = quietOptions(options);
    return modelOf(options, new LevelChange(level), new SeasonalChange(season));
  },
  restore: (state) => {
    const fields = new SavedFields(state, 'quiet');
    const options = restoreStream(fields.json('stream'));
    const { level, season } = quietOptions(options);
    return modelOf(
      options,
      LevelChange.restore(level, fields.json('level')),
      SeasonalChange.restore(season, fields.json('season')),
    );
  },
};

/** The p-value below which a look is an alarm, for so many false alarms a week. */
export function budgetPValue(options: StreamOptions, alarmsAWeek: number): number {
  return Math.min(1, alarmsAWeek / quietOptions(options).looksAWeek);
}

function modelOf(options: StreamOptions, level: LevelChange, season: SeasonalChange): DetectorModel {
  return {
    detectorId: 'quiet',
    score: ({ observed, timeMs }: Judged) => {
      const value = usableValue(observed);
      const decades = (level.rarity(value) + season.rarity(value, timeMs)) / 2;
      if (!(decades > 0)) return noScore;
      return { score: decades * season.side(value, timeMs), pValue: 10 ** -decades };
    },
    update: ({ observed, timeMs }) => {
      const value = usableValue(observed);
      level.update(value);
      season.update(value, timeMs);
    },
    state: (): Json => ({
      kind: 'quiet',
      version: 1,
      stream: streamState(options),
      level: level.state(),
      season: season.state(),
    }),
  };
}
