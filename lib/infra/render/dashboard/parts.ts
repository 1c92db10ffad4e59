import type { Block } from './body.ts';

/** The parts of Tidewatch that its own pages draw. Each record is from what to call it to its name. */
export interface Parts {
  /** Lambda functions, by stage. */
  readonly functions: Readonly<Record<string, string>>;
  /** SQS queues between the stages. */
  readonly queues: Readonly<Record<string, string>>;
  /** SQS queues of what could not be worked on. */
  readonly deadLetters: Readonly<Record<string, string>>;
  /** SNS topics. @default - none */
  readonly topics?: Readonly<Record<string, string>>;
  /** ARNs of Step Functions state machines. @default - none */
  readonly stateMachines?: Readonly<Record<string, string>>;
  /** DynamoDB tables. @default - none */
  readonly tables?: Readonly<Record<string, string>>;
}

/** One metric of several resources. */
export interface Rows {
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: string;
  readonly stat: string;
  readonly of: Readonly<Record<string, string>>;
  /** Before each resource's label, where one graph has several metrics. */
  readonly prefix?: string;
}

interface GraphOptions {
  readonly region: string;
  /** In seconds. @default 300 */
  readonly period?: number;
  readonly width?: 8 | 12 | 24;
  readonly stacked?: boolean;
  /** A line above which something is wrong. */
  readonly wrongFrom?: { readonly value: number; readonly label: string };
}

/** A graph of known resources. None when there is none of them. */
export function partsBlock(title: string, rows: readonly Rows[], options: GraphOptions): readonly Block[] {
  const metrics = rows.flatMap(({ namespace, metric, dimension, stat, of, prefix }) =>
    Object.entries(of).map(([label, name]) => [
      namespace,
      metric,
      dimension,
      name,
      { stat, label: prefix === undefined ? label : `${prefix} ${label}` },
    ]),
  );
  return graphBlock(title, metrics, options);
}

/** A graph of metrics in the dashboard's own notation. None when there are none. */
export function graphBlock(
  title: string,
  metrics: readonly (readonly unknown[])[],
  { region, period = 300, width = 8, stacked = false, wrongFrom }: GraphOptions,
): readonly Block[] {
  if (metrics.length === 0) return [];
  const properties = {
    title,
    region,
    view: 'timeSeries',
    stacked,
    period,
    metrics,
    yAxis: { left: { min: 0, showUnits: false } },
    ...(wrongFrom && { annotations: { horizontal: [{ ...wrongFrom, color: '#d13212' }] } }),
  };
  return [{ type: 'metric', width, height: 6, properties }];
}
