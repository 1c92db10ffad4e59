import type { PrometheusMetric } from '../signal.ts';

/** A Kafka MBean `domain:type=…,name=…` with its further key properties. */
export interface MBean {
  readonly domain: string;
  readonly type: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly entityLabels?: PrometheusMetric['entityLabels'];
  readonly combine?: PrometheusMetric['combine'];
}

type Names = readonly [common: string, byDefault: string];

function both(bean: MBean, [common, byDefault]: Names, type: PrometheusMetric['type']): PrometheusMetric[] {
  const shared = {
    type,
    ...(bean.entityLabels && { entityLabels: bean.entityLabels }),
    ...(bean.combine && { combine: bean.combine }),
  };
  return [
    { exposition: 'jmx', metric: common, ...(bean.labels && { labels: bean.labels }), ...shared },
    { exposition: 'jmx_default', metric: byDefault, labels: { name: bean.name, ...bean.labels }, ...shared },
  ];
}

const flat = (text: string) => text.replaceAll('.', '_');
/** The name that the common rules write: lower case, and without the suffix that they cut off. */
const commonName = ({ domain, type, name }: MBean, cut: RegExp) =>
  `${flat(domain)}_${type}_${name.replace(cut, '')}`.toLowerCase();
const defaultName = ({ domain, type }: MBean, attribute: string) => `${flat(domain)}_${type}_${attribute}`;

/** A gauge's Value. */
export const gaugeOf = (bean: MBean): PrometheusMetric[] =>
  both(bean, [commonName(bean, /$/), defaultName(bean, 'Value')], 'gauge');

/** The Count of a meter named `…PerSec`: a counter, read as a rate per second. */
export const meterOf = (bean: MBean): PrometheusMetric[] =>
  both(bean, [`${commonName(bean, /PerSec$/)}_total`, defaultName(bean, 'Count')], 'counter');

/** A fraction named `…Percent`, whose attribute is a gauge's Value or a meter's moving rate. */
export const idleOf = (bean: MBean, attribute: 'Value' | 'OneMinuteRate'): PrometheusMetric[] =>
  both(bean, [`${commonName(bean, /Percent$/)}_percent`, defaultName(bean, attribute)], 'gauge');

/**
 * The Mean of a histogram. The JMX exporter's own common rules leave means out: the rules must hold
 * `kafka.(\w+)<type=(.+), name=(.+), (.+)=(.+)><>Mean` written as `kafka_$1_$2_$3_mean{$4="$5"}`.
 */
export const meanOf = (bean: MBean): PrometheusMetric[] =>
  both(bean, [`${commonName(bean, /$/)}_mean`, defaultName(bean, 'Mean')], 'gauge');

/** The 99th percentile of a histogram. */
export function p99Of(bean: MBean): PrometheusMetric[] {
  const [common, byDefault] = both(
    bean,
    [commonName(bean, /$/), defaultName(bean, '99thPercentile')],
    'gauge',
  );
  if (!common || !byDefault) return [];
  return [{ ...common, labels: { ...common.labels, quantile: '0.99' } }, byDefault];
}

/**
 * An attribute of the socket server, one series a listener and network processor. The bean has no `name`,
 * so both expositions write one name (with the common rules only if a rule of theirs lets it through).
 */
export function socketServer(attribute: string, type: PrometheusMetric['type']): PrometheusMetric[] {
  const metric = `kafka_server_socket_server_metrics_${attribute.replaceAll('-', '_')}`;
  return (['jmx', 'jmx_default'] as const).map((exposition) => ({
    exposition,
    metric,
    type,
    combine: 'sum',
  }));
}

/**
 * Consumer lag as MSK open monitoring writes it (port 11001). Apache Kafka itself has no such bean. The
 * names are those that public MSK set-ups query; no capture of a live cluster has been compared.
 */
export function mskLag(name: string, isPerPartition = false): PrometheusMetric[] {
  const ofTopic = { groupId: 'group', topic: 'topic' } as const;
  return [
    {
      exposition: 'jmx_default',
      metric: 'kafka_consumer_group_ConsumerLagMetrics_Value',
      labels: { name },
      entityLabels: isPerPartition ? { ...ofTopic, partition: 'partition' } : ofTopic,
      type: 'gauge',
      // Every broker may tell it; the group's coordinator tells the newest.
      combine: 'max',
    },
  ];
}

/** Per cent of the time in a mode, over all CPUs of the machine. */
export const nodeCpu = (mode: string): PrometheusMetric[] => [
  {
    exposition: 'node',
    metric: 'node_cpu_seconds_total',
    labels: { mode },
    type: 'counter',
    combine: 'average',
    scale: 100,
  },
];

export const nodeGauge = (metric: string): PrometheusMetric[] => [
  { exposition: 'node', metric, type: 'gauge', combine: 'sum' },
];

export const nodeCounter = (metric: string): PrometheusMetric[] => [
  { exposition: 'node', metric, type: 'counter', combine: 'sum' },
];
