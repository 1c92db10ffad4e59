import type { LagCondition } from '../catalogue/rule.ts';
import type { LagReport } from '../lag/cluster-lag.ts';
import { lagStates } from '../lag/lag-state.ts';
import { lagWords } from '../lag/lag-words.ts';
import { allPeriods, type Bench, type Judgement, whereWords } from './judgement.ts';

/** Breaches while the group's lag on the topic is in one of the states; says nothing while its state is not known. */
export function judgeLagState({ states }: LagCondition, bench: Bench): Judgement {
  const { data, entity, periods, lag, nowMs } = bench;
  const where = whereWords(data, entity);
  if (lag === undefined) {
    const words = `it is not known how ${where} keeps up`;
    return {
      marks: allPeriods('missing', periods.count),
      words,
      overWords: words,
      values: {},
      main: Number.NaN,
    };
  }
  const words = lagWords(where, lag, data.cluster.state, nowMs);
  const isBad = states.includes(lag.state);
  return {
    marks: allPeriods(isBad ? 'breach' : 'ok', periods.count),
    words,
    overWords: words,
    values: numbersOf(lag),
    main: lag.messages,
    tellsTime: true,
    ...(isBad && { sinceMs: lag.sinceMs }),
  };
}

function numbersOf(lag: LagReport): Record<string, number> {
  const { messages, seconds, arriving, reading, catchUpSeconds, worstShare, members, rewoundBy } = lag;
  const numbers = { messages, seconds, arriving, reading, catchUpSeconds, worstShare, members, rewoundBy };
  const known = Object.entries(numbers).filter(([, value]) => value !== undefined && Number.isFinite(value));
  return { state: lagStates[lag.state], ...(Object.fromEntries(known) as Record<string, number>) };
}
