import type { Absence } from '../catalogue/rule.ts';
import { isTopicIdle } from '../lag/idle-topic.ts';
import { entityKey } from '../series/entity.ts';
import { formatDuration } from '../words.ts';
import { allPeriods, type Bench, type Judgement, whereWords } from './judgement.ts';

/**
 * Breaches when an entity that used to emit the signal has been silent for the time. Silence is measured
 * against the newest point of its peers, or where all are silent against now less the lateness allowed. It
 * begins no earlier than the time since which the evaluation runs without a long break.
 */
export function judgeAbsence({ signal, silentMs, unlessIdle }: Absence, bench: Bench): Judgement {
  const { data, entity, periods, resumedMs } = bench;
  const key = entityKey(entity);
  const known = data.knownOf(signal);
  const own = known.find((series) => entityKey(series.entity) === key);
  const title = bench.facts.signal(signal)?.title ?? signal;
  const where = whereWords(data, entity);
  if (own === undefined) return describe(`${where} has never sent ${title}`, 0, 'missing', periods.count);
  const newestMs = Math.min(Math.max(...known.map(({ lastMs }) => lastMs)), bench.nowMs);
  const referenceMs = Math.max(newestMs, bench.nowMs - bench.lateMs(signal));
  const watchedFromMs = bench.isFiring ? own.lastMs : Math.max(own.lastMs, resumedMs);
  const silentForMs = Math.max(0, referenceMs - watchedFromMs);
  const isIdle = unlessIdle === true && isTopicIdle(data, entity, own.lastMs);
  const mark = silentForMs >= silentMs && !isIdle ? 'breach' : 'ok';
  // The words tell the whole silence, also the part that was not watched.
  const silence = Math.max(0, referenceMs - own.lastMs);
  const words = `${where} has gone silent: no ${title} for ${formatDuration(silence)}`;
  const overWords = `${where} sends ${title} again`;
  return { ...describe(words, silence, mark, periods.count), overWords, sinceMs: own.lastMs };
}

function describe(
  words: string,
  silenceMs: number,
  mark: 'breach' | 'ok' | 'missing',
  count: number,
): Judgement {
  return {
    marks: allPeriods(mark, count),
    words,
    overWords: words,
    values: { silentMinutes: silenceMs / 60_000 },
    // Silence only ever grows: that it lasts is no news.
    main: Number.NaN,
    tellsTime: true,
  };
}
