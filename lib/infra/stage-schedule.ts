import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ContextAttribute,
  type IScheduleTarget,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageFunction } from './stage-function.ts';

/** What a schedule runs: a function, or a state machine. */
export type ScheduleTarget =
  | Pick<StageFunction, 'function' | 'deadLetters'>
  | { readonly stateMachine: IStateMachine; readonly deadLetters: IQueue };

export interface StageScheduleProps {
  readonly target: ScheduleTarget;
  readonly every: Duration;
  readonly key: IKey;
  readonly description: string;
  /** The task in the event. @default - the event says only its time */
  readonly task?: string;
}

/** Runs a stage again and again; what Scheduler cannot hand over goes to the target's dead letters. */
export class StageSchedule extends Construct {
  constructor(scope: Construct, id: string, props: StageScheduleProps) {
    super(scope, id);
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(props.every),
      description: props.description,
      timeWindow: TimeWindow.off(),
      target: this.targetOf(props),
    });
  }

  private targetOf({ target, every, key, task }: StageScheduleProps): IScheduleTarget {
    const options = {
      role: this.createRole(target, key).withoutPolicyUpdates(),
      // Scheduler fills in the time: a run that is handed over twice is known by it.
      input: ScheduleTargetInput.fromObject({
        ...(task !== undefined && { task }),
        scheduledAt: ContextAttribute.scheduledTime,
      }),
      deadLetterQueue: target.deadLetters,
      // The next run makes up for a missed one: no use in a day of retries.
      retryAttempts: 2,
      maxEventAge: every,
    };
    return 'function' in target
      ? new LambdaInvoke(target.function, options)
      : new StepFunctionsStartExecution(target.stateMachine, options);
  }

  private createRole(target: ScheduleTarget, key: IKey): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const run =
      'function' in target
        ? { actions: ['lambda:InvokeFunction'], resources: [target.function.functionArn] }
        : { actions: ['states:StartExecution'], resources: [target.stateMachine.stateMachineArn] };
    role.addToPolicy(new PolicyStatement(run));
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [target.deadLetters.queueArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
    );
    return role;
  }
}
