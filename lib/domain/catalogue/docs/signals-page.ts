import type { CloudWatchMetric, PrometheusMetric, Signal } from '../signal.ts';
import { signals, signalThemes } from '../signals/index.ts';
import { code, page, table } from './markdown.ts';

/** The signal reference: one table a theme. */
export function renderSignals(): string {
  const intro = [
    `Every kind of measurement that Tidewatch knows: ${signals.length}. *Assessed* ones are forecast and checked for anomalies.`,
    'CloudWatch: metric of the namespace AWS/Kafka, statistic, and the level from which each cluster type emits it.',
    'Prometheus: `jmx` is the JMX exporter with its common rules, `jmx_default` the same with its default format (and MSK open monitoring), `node` the node exporter.',
  ].join('\n');
  const parts = signalThemes.map(
    (theme) =>
      `## ${theme.title}\n\n${table(
        ['Signal', 'What it is', 'Unit, of', 'CloudWatch', 'Prometheus, Kafka'],
        theme.signals.map(rowOf),
      )}`,
  );
  return page('Signals', intro, parts);
}

function rowOf(signal: Signal): string[] {
  const marks = signal.assessed ? '<br>*assessed*' : '';
  return [
    `${code(signal.id)}${marks}`,
    `**${signal.title}.** ${signal.description}`,
    `${signal.unit}, ${signal.entity}${rangeWords(signal)}`,
    (signal.cloudwatch ?? []).map(cloudWatchWords).join('<br>'),
    [
      ...(signal.prometheus ?? []).map(prometheusWords),
      ...(signal.kafka ? ['Kafka protocol'] : []),
      ...(signal.files ? ['files that are replayed'] : []),
      ...(signal.own ? ['by Tidewatch itself'] : []),
    ].join('<br>'),
  ];
}

function rangeWords({ range: { min, max } }: Signal): string {
  return max === undefined ? '' : `, ${min ?? ''} to ${max}`;
}

function cloudWatchWords(metric: CloudWatchMetric): string {
  const names = [metric.metric, ...(metric.aliases ?? [])].map(code).join(' or ');
  const levels = Object.entries(metric.level).map(([type, level]) => `${type} ${level}`);
  const only = [
    ...(metric.metadata ? [`${metric.metadata} only`] : []),
    ...(metric.tieredStorage ? ['tiered storage only'] : []),
    ...(metric.burstable ? ['t3 only'] : []),
    ...(metric.iamAuth ? ['IAM only'] : []),
  ];
  return [names, metric.statistic, ...levels, ...only].join(', ');
}

function prometheusWords({ exposition, metric, labels, type }: PrometheusMetric): string {
  const matchers = Object.entries(labels ?? {}).map(([label, value]) => `${label}="${value}"`);
  const selector = matchers.length > 0 ? `${metric}{${matchers.join(',')}}` : metric;
  return `${exposition}: ${code(selector)}${type === 'counter' ? ' as a rate' : ''}`;
}
