import { type CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { type AlarmState, readAlarms, type SidecarAlarm } from './alarm.ts';
import { judgeMetric, type Verdict } from './judge-metric.ts';
import type { MetricValues } from './metric-values.ts';
import type { RuleJudge } from './rule-judge.ts';

export interface SidecarOptions {
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  readonly judge: RuleJudge;
  readonly values: MetricValues;
}

/** A change of an alarm's state. */
export interface Transition {
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}

/** CloudWatch takes 1023 characters (SetAlarmState, StateReason). */
const reasonLength = 1023;

/**
 * Judges every alarm of the stacks once, in the emulator's place, and sets the states of those that have
 * changed: SNS is told by the emulator.
 * @returns the changes, and alarms that nobody can judge
 */
export async function judgeAlarms(
  { cloudwatch, judge, values }: SidecarOptions,
  nowMs: number,
): Promise<{ readonly transitions: readonly Transition[]; readonly unknown: readonly string[] }> {
  const alarms = await readAlarms(cloudwatch);
  const ofRules = await judge.judge(
    alarms.filter((one) => one.kind === 'rule'),
    nowMs,
  );
  const transitions: Transition[] = [];
  for (const alarm of alarms) {
    const verdict = await verdictOf(alarm, ofRules, values, nowMs);
    if (verdict === undefined || verdict.state === alarm.state) continue;
    const { state, reason } = verdict;
    await cloudwatch.send(
      new SetAlarmStateCommand({
        AlarmName: alarm.name,
        StateValue: state,
        StateReason: reason.slice(0, reasonLength),
      }),
    );
    transitions.push({ alarm: alarm.name, from: alarm.state, to: state, reason });
  }
  const unknown = alarms.filter(({ kind }) => kind === 'unknown').map(({ name }) => name);
  return { transitions, unknown };
}

async function verdictOf(
  alarm: SidecarAlarm,
  ofRules: ReadonlyMap<string, Verdict>,
  values: MetricValues,
  nowMs: number,
): Promise<Verdict> {
  if (alarm.kind === 'rule') return ofRules.get(alarm.name);
  if (alarm.kind === 'metric') return judgeMetric(alarm, await values(alarm, nowMs), nowMs);
  return undefined;
}
