import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { StageFunction } from './stage-function.ts';

export interface StageScheduleProps {
  readonly stage: StageFunction;
  readonly every: Duration;
  readonly description: string;
  /** The function's event. */
  readonly input: Readonly<Record<string, string>>;
}

/** Runs a stage again and again; what Scheduler cannot hand over goes to the stage's dead letters. */
export class StageSchedule extends Construct {
  constructor(scope: Construct, id: string, props: StageScheduleProps) {
    super(scope, id);
    const { stage } = props;
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(props.every),
      description: props.description,
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(stage.function, {
        role: this.createRole(stage).withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject(props.input),
        deadLetterQueue: stage.deadLetters,
        // The next run makes up for a missed one: no use in a day of retries.
        retryAttempts: 2,
        maxEventAge: props.every,
      }),
    });
  }

  private createRole(stage: StageFunction): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [stage.function.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [stage.deadLetters.queueArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [stage.keyArn],
      }),
    );
    return role;
  }
}
