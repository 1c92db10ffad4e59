import { CfnDeletionPolicy, CfnResource, type IAspect, Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import { removedTypes } from './capabilities.ts';

/** Before the namespace of an alarm that the sidecar judges: no metric ever comes under such a name. */
export const sidecarPrefix = 'Local/';
/** The namespace of alarms that judge an expression: their rule is in their description. */
export const expressionNamespace = `${sidecarPrefix}Expression`;

/** A composite alarm, to be put by the API. */
export interface CompositeDefinition {
  readonly AlarmName: string;
  readonly AlarmRule: string;
  readonly AlarmDescription?: string;
}

/** A resource by its place in the stacks. */
export interface StackResource {
  readonly stack: string;
  readonly logicalId: string;
}

/** What is done by the API once the stacks are there, and what was left out. */
export interface AfterDeploy {
  readonly composites: readonly CompositeDefinition[];
  /** Attributes of times to live. */
  readonly timesToLive: readonly (StackResource & { readonly attribute: string })[];
  /** Buckets that are emptied before they go, and need the CDK's tag for it. */
  readonly buckets: readonly StackResource[];
  /** How many resources of a type are not deployed, or not as they are. */
  readonly changed: Readonly<Record<string, number>>;
}

/** Makes the stacks such that the emulator takes them, by the capability table, and keeps account of it. */
export class CapabilityAspect implements IAspect {
  private readonly composites: CompositeDefinition[] = [];
  private readonly timesToLive: AfterDeploy['timesToLive'][number][] = [];
  private readonly buckets: StackResource[] = [];
  private readonly changed: Record<string, number> = {};

  visit(node: IConstruct): void {
    if (!(node instanceof CfnResource)) return;
    if (node instanceof CfnAlarm) this.replaceAlarm(node);
    if (node instanceof CfnSchedule) this.dropContext(node);
    if (node instanceof CfnTable) this.noteTimeToLive(node);
    if (node instanceof CfnBucket && node.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE)
      this.buckets.push(placeOf(node));
    if (node instanceof CfnCompositeAlarm) this.noteComposite(node);
    if (removedTypes.has(node.cfnResourceType)) this.remove(node);
  }

  /** Complete once the app is synthesized. */
  afterDeploy(): AfterDeploy {
    const { composites, timesToLive, buckets, changed } = this;
    return { composites, timesToLive, buckets, changed };
  }

  /** By overrides, which stand after whatever else still changes the properties. */
  private replaceAlarm(alarm: CfnAlarm): void {
    this.note(alarm);
    if (alarm.metrics === undefined) {
      alarm.addPropertyOverride('Namespace', `${sidecarPrefix}${alarm.namespace ?? ''}`);
      return;
    }
    alarm.addPropertyDeletionOverride('Metrics');
    alarm.addPropertyOverride('Namespace', expressionNamespace);
    alarm.addPropertyOverride('MetricName', 'Result');
    alarm.addPropertyOverride('Statistic', 'Maximum');
    alarm.addPropertyOverride('Period', 60);
  }

  /** Parts of the event that Scheduler would fill in, as `<aws.scheduler.…>`. */
  private dropContext(schedule: CfnSchedule): void {
    const target = Stack.of(schedule).resolve(schedule.target) as { readonly input?: unknown };
    if (typeof target.input !== 'string' || !target.input.includes('<aws.scheduler.')) return;
    const event = JSON.parse(target.input) as Readonly<Record<string, unknown>>;
    const known = Object.entries(event).filter(([, value]) => !String(value).startsWith('<aws.scheduler.'));
    schedule.addPropertyOverride('Target.Input', JSON.stringify(Object.fromEntries(known)));
    this.note(schedule);
  }

  private noteTimeToLive(table: CfnTable): void {
    const specification = Stack.of(table).resolve(table.timeToLiveSpecification) as
      | { readonly attributeName?: string }
      | undefined;
    if (specification?.attributeName === undefined) return;
    this.timesToLive.push({ ...placeOf(table), attribute: specification.attributeName });
  }

  private noteComposite(composite: CfnCompositeAlarm): void {
    const { alarmName, alarmRule, alarmDescription } = Stack.of(composite).resolve({
      alarmName: composite.alarmName,
      alarmRule: composite.alarmRule,
      alarmDescription: composite.alarmDescription,
    }) as Record<string, unknown>;
    if (typeof alarmName !== 'string' || typeof alarmRule !== 'string') return;
    const description = typeof alarmDescription === 'string' ? { AlarmDescription: alarmDescription } : {};
    this.composites.push({ AlarmName: alarmName, AlarmRule: alarmRule, ...description });
  }

  private remove(node: CfnResource): void {
    this.note(node);
    node.node.scope?.node.tryRemoveChild(node.node.id);
  }

  private note({ cfnResourceType: type }: CfnResource): void {
    this.changed[type] = (this.changed[type] ?? 0) + 1;
  }
}

function placeOf(resource: CfnResource): StackResource {
  const stack = Stack.of(resource);
  return { stack: stack.stackName, logicalId: stack.resolve(resource.logicalId) as string };
}
