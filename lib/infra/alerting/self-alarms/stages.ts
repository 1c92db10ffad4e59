import { Duration } from 'aws-cdk-lib';
import type { StageFunction } from '../../stage-function.ts';
import { deepest } from './queues.ts';
import type { SelfAlarm } from './self-alarm.ts';

export interface WatchedStage {
  readonly name: string;
  readonly stage: StageFunction;
  /** How often it runs at the least. @default - when there is something to do: its silence is no trouble */
  readonly everyMinutes?: number;
}

/** Shorter periods than this see the jitter of schedules and queues. */
const leastMinutes = 5;
const hourMinutes = 60;
const dayMinutes = 1440;
/** An alarm with periods of an hour looks back a week at most, any other a day. Source: PutMetricAlarm. */
const longestMinutes = 7 * dayMinutes;
/** Stages that run less often fail visibly in their dead letters, after two more tries within minutes. */
const oftenMinutes = 15;

/** What is watched of a stage: runs that were given up, runs that fail one after another, and no runs. */
export function stageAlarms(watched: WatchedStage): readonly SelfAlarm[] {
  const { name, stage, everyMinutes } = watched;
  const failing: SelfAlarm = {
    rule: `tidewatch_${name}_failing`,
    severity: 'error',
    words: `${name} has failed, and its dead letters wait to be looked at`,
    metric: deepest(stage.deadLetters),
  };
  const isOften = everyMinutes === undefined || everyMinutes <= oftenMinutes;
  return [failing, ...(isOften ? [erring(watched)] : []), ...silent(watched)];
}

/** A function that throws on each message of its queue never has dead letters of its own. */
function erring({ name, stage, everyMinutes = leastMinutes }: WatchedStage): SelfAlarm {
  return {
    rule: `tidewatch_${name}_erring`,
    severity: 'error',
    words: `${name} fails again and again`,
    metric: stage.function.metricErrors({
      period: Duration.minutes(Math.max(leastMinutes, everyMinutes)),
      statistic: 'Sum',
    }),
    periods: 3,
  };
}

function silent({ name, stage, everyMinutes }: WatchedStage): readonly SelfAlarm[] {
  const window = everyMinutes === undefined ? undefined : silenceOf(everyMinutes);
  if (window === undefined) return [];
  return [
    {
      rule: `tidewatch_${name}_silent`,
      // What runs once a day leaves time until the morning.
      severity: window.minutes * window.periods > dayMinutes ? 'warning' : 'critical',
      words: `${name} does not run, so nobody watches what it watches`,
      metric: stage.function.metricInvocations({
        period: Duration.minutes(window.minutes),
        statistic: 'Sum',
      }),
      below: true,
      periods: window.periods,
    },
  ];
}

/** Three turns missed, or two of those that are too rare for that; `undefined` when an alarm cannot look back as
 *  far: such a stage is watched by what it leaves behind. */
export function silenceOf(everyMinutes: number): { minutes: number; periods: number } | undefined {
  const minutes = Math.max(leastMinutes, Math.ceil(everyMinutes));
  if (minutes < hourMinutes) return { minutes, periods: 3 };
  const turns = minutes * 3 <= dayMinutes ? 3 : 2;
  const hours = Math.ceil((minutes * turns) / hourMinutes);
  return hours * hourMinutes <= longestMinutes ? { minutes: hourMinutes, periods: hours } : undefined;
}
