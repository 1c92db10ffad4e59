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

/** The ARN as cdk-nag prints it in the name of a finding: `<LogicalId.Arn>`, `<AWS::Region>`, or the name of
 *  an export. */
export function findingText(scope: IConstruct, arn: string): string {
  return Token.isUnresolved(arn) ? flat(Stack.of(scope).resolve(arn)) : arn;
}

function flat(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return String(resolved);
  const {
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': name,
    'Fn::Join': join,
    Ref: ref,
  } = resolved as Reference;
  if (join) return join[1].map(flat).join(join[0]);
  if (attribute) return `<${attribute.join('.')}>`;
  return ref === undefined ? String(name) : `<${ref}>`;
}

interface Reference {
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
  readonly Ref?: string;
}
