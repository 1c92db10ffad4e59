import type { Condition, Rule } from '../catalogue/rule.ts';
import { arrivalSignals } from '../lag/idle-topic.ts';
import { lagSignalIds, lagStateSignal } from '../lag/lag-readings.ts';
import { lagSpanMs } from '../lag/lag-window.ts';
import { signalsIn } from './expression.ts';

/** What must be read for a rule to be judged. */
export interface Needs {
  /** Signals whose points are read. */
  readonly points: readonly string[];
  readonly verdicts: readonly string[];
  readonly forecasts: readonly string[];
  /** Signals of which only the time of the newest point matters. */
  readonly silences: readonly string[];
  /** Length of the window, in ms. */
  readonly spanMs: number;
}

export function needsOf({ condition, periodMs, periods }: Rule): Needs {
  const spanMs = condition.kind === 'lag_state' ? lagSpanMs : periodMs * periods;
  return { ...needsOfCondition(condition), spanMs };
}

/** All signals of which the rule must know who emits them. */
export function signalsOf(rule: Rule): readonly string[] {
  const { points, verdicts, forecasts, silences } = needsOf(rule);
  return [...new Set([...points, ...verdicts, ...forecasts, ...silences])];
}

function needsOfCondition(condition: Condition): Omit<Needs, 'spanMs'> {
  const none = { points: [], verdicts: [], forecasts: [], silences: [] };
  switch (condition.kind) {
    case 'threshold': {
      const { value, limit, recoveryLimit } = condition;
      const expressions = [value, limit, ...(recoveryLimit ? [recoveryLimit] : [])];
      return { ...none, points: expressions.flatMap(signalsIn).map(({ signal }) => signal) };
    }
    case 'anomaly':
      return { ...none, verdicts: [condition.signal] };
    case 'time_to_limit':
      return {
        ...none,
        forecasts: [condition.signal],
        points: signalsIn(condition.limit).map(({ signal }) => signal),
      };
    case 'absence':
      return {
        ...none,
        silences: [condition.signal],
        points: condition.unlessIdle ? arrivalSignals : [],
      };
    case 'lag_state':
      return { ...none, points: [...Object.values(lagSignalIds), lagStateSignal] };
    case 'all': {
      const parts = condition.of.map(needsOfCondition);
      return {
        points: parts.flatMap(({ points }) => points),
        verdicts: parts.flatMap(({ verdicts }) => verdicts),
        forecasts: parts.flatMap(({ forecasts }) => forecasts),
        silences: parts.flatMap(({ silences }) => silences),
      };
    }
  }
}

/** The signals whose entities a rule is judged for: those that the condition, or its first part, reads of
 *  single entities. */
export function namingSignals(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'threshold':
      return signalsIn(condition.value)
        .filter(({ isAcross }) => !isAcross)
        .map(({ signal }) => signal);
    case 'all':
      return condition.of.slice(0, 1).flatMap(namingSignals);
    default:
      return [condition.signal];
  }
}
