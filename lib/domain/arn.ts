/** The parts of an MSK cluster's ARN. */
export interface ClusterArn {
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly uuid: string;
}

export type ClusterArnResult =
  | { readonly kind: 'arn'; readonly arn: ClusterArn }
  | { readonly kind: 'wrong_arn'; readonly reason: string };

const shape =
  /^arn:(aws[a-z-]*):kafka:([a-z]{2}[a-z-]*-\d):(\d{12}):cluster\/([A-Za-z0-9-]{1,64})\/([A-Za-z0-9-]+)$/;
const example = 'arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID';

/**
 * The parts of an MSK cluster ARN, or one line that says what is wrong with the text.
 * Source: Service Authorization Reference, resource types of Amazon Managed Streaming for Apache Kafka.
 */
export function parseClusterArn(text: string): ClusterArnResult {
  const match = shape.exec(text);
  if (match === null) return { kind: 'wrong_arn', reason: reasonOf(text) };
  const [arn, partition = '', region = '', account = '', name = '', uuid = ''] = match;
  return { kind: 'arn', arn: { arn, partition, region, account, name, uuid } };
}

/** Names the first part that is wrong, as a whole ARN is hard to compare by eye. */
function reasonOf(text: string): string {
  const line = text.slice(0, 200).replace(/\s/g, ' ');
  const [prefix, partition, service, region, account, resource] = line.split(':');
  const wrong =
    prefix !== 'arn' || !partition?.startsWith('aws')
      ? 'it does not begin with arn:aws'
      : service !== 'kafka'
        ? `its service is '${service ?? ''}', not 'kafka'`
        : !/^[a-z]{2}[a-z-]*-\d$/.test(region ?? '')
          ? `its region is '${region ?? ''}'`
          : !/^\d{12}$/.test(account ?? '')
            ? `its account is '${account ?? ''}', not 12 digits`
            : `its resource is '${resource ?? ''}', not cluster/NAME/UUID`;
  return `not the ARN of an MSK cluster: got '${line}': ${wrong}; allowed is ${example}`;
}
