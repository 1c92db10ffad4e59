/** The parts of a CloudFormation template that limits are about. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Characters that a reference to another resource becomes, about: an ARN or a name. */
const referenceText = 'x'.repeat(100);
const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
};

/**
 * The text of a property as it is once it is deployed, about: what `Fn::Join` joins, with a stand-in of 100
 * characters for each reference.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: name, 'Fn::Join': join } = (value ?? {}) as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (join) return join[1].map(textOf).join(join[0]);
  return pseudo[name ?? ''] ?? referenceText;
}

/** Any property with its joins and references written out: its JSON is about as long as the deployed one's. */
export function writtenOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writtenOut);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && /^(Ref|Fn::)/.test(keys[0] ?? '')) return textOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, writtenOut(one)]));
}
