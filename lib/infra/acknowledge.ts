import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag on a construct is no fault. @param reason one sentence */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/**
 * An ARN of another construct as this scope's stack refers to it. Between stacks the export is made here and
 * now, so that the reference has its name already when `findingText` needs it.
 */
export function arnSeenFrom(scope: IConstruct, owner: IConstruct, arn: string): string {
  const stack = Stack.of(owner);
  return Stack.of(scope) === stack ? arn : stack.exportValue(arn);
}

/** The ARN as cdk-nag prints it in the name of a finding: `<LogicalId.Arn>`, or the name of the export. */
export function findingText(scope: IConstruct, arn: string): string {
  if (!Token.isUnresolved(arn)) return arn;
  const resolved: unknown = Stack.of(scope).resolve(arn);
  const { 'Fn::GetAtt': attribute, 'Fn::ImportValue': name } = resolved as Record<string, unknown>;
  return Array.isArray(attribute) ? `<${attribute.join('.')}>` : String(name);
}
