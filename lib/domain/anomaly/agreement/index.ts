import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import {
  type Detector,
  type DetectorModel,
  type Judged,
  noScore,
  type Score,
  type StreamOptions,
} from '../detector.ts';
import { LevelChange } from '../level-change/level-change.ts';
import { quietOptions } from '../quiet/options.ts';
import { residualZ } from '../residual-z/index.ts';
import { SeasonalChange } from '../seasonal-change/seasonal-change.ts';

/** What level or season has to have more, in decades, where the other sees nothing. */
const alonePenalty = 1;
const both = ['level', 'season'];
/** A forecast's surprise counts by this share of its decades, up to so many, */
const forecastShare = 0.5;
const mostDecades = 12;
/** and only where the season finds at least so many: about one look in thirty. */
const seasonNeeded = 1.5;

/**
 * What unlike views of a series agree on: level and season, or forecast and season. What the pipeline decides by. See README.md.
 * Without expectations it is `quiet`.
 */
export const agreement: Detector = {
  id: 'agreement',
  create: (options) => {
    const { level, season } = quietOptions(options);
    return modelOf(options, {
      level: new LevelChange(level),
      season: new SeasonalChange(season),
      residual: residualZ.create(options),
    });
  },
  restore: (state) => {
    const fields = new SavedFields(state, 'agreement');
    const options = restoreStream(fields.json('stream'));
    const { level, season } = quietOptions(options);
    return modelOf(options, {
      level: LevelChange.restore(level, fields.json('level')),
      season: SeasonalChange.restore(season, fields.json('season')),
      residual: residualZ.restore(fields.json('residual')),
    });
  },
};

interface Members {
  readonly level: LevelChange;
  readonly season: SeasonalChange;
  readonly residual: DetectorModel;
}

function modelOf(options: StreamOptions, members: Members): DetectorModel {
  const { level, season, residual } = members;
  return {
    detectorId: 'agreement',
    score: (point) => scoreOf(members, { ...point, observed: usableValue(point.observed) }),
    update: (point) => {
      const observed = usableValue(point.observed);
      level.update(observed);
      season.update(observed, point.timeMs);
      residual.update({ ...point, observed });
    },
    state: (): Json => ({
      kind: 'agreement',
      version: 1,
      stream: streamState(options),
      level: level.state(),
      season: season.state(),
      residual: residual.state(),
    }),
  };
}

function scoreOf({ level, season, residual }: Members, point: Judged): Score {
  const { observed, timeMs } = point;
  if (Number.isNaN(observed)) return noScore;
  const byLevel = level.rarity(observed);
  const bySeason = season.rarity(observed, timeMs);
  const usual = Math.max((byLevel + bySeason) / 2, byLevel - alonePenalty, bySeason - alonePenalty);
  if (bySeason >= seasonNeeded) {
    const { score, pValue } = residual.score(point);
    const surprise = Math.min(mostDecades, -forecastShare * Math.log10(Math.max(pValue, Number.MIN_VALUE)));
    if (surprise > usual)
      return { score: surprise * Math.sign(score), pValue: 10 ** -surprise, by: ['forecast', 'season'] };
  }
  if (!(usual > 0)) return noScore;
  const by =
    Math.abs(byLevel - bySeason) > 2 * alonePenalty ? [byLevel > bySeason ? 'level' : 'season'] : both;
  return { score: usual * season.side(observed, timeMs), pValue: 10 ** -usual, by };
}
