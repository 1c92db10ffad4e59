import type { CloudWatchMetric } from '../../../domain/catalogue/signal.ts';
import { clusterPlaceholder } from './variables.ts';

/**
 * Finds the metric of all entities of the chosen cluster, those to come as well.
 * Source: CloudWatch user guide, "Search expression syntax"; it returns 500 series at most.
 */
export function searchExpression({
  metric,
  aliases = [],
  statistic,
  dimensions,
}: Pick<CloudWatchMetric, 'metric' | 'aliases' | 'statistic' | 'dimensions'>): string {
  const schema = ['AWS/Kafka', ...dimensions.map((name) => `"${name}"`)].join(',');
  const names = [metric, ...aliases].map((name) => `MetricName="${name}"`);
  const named = names.length === 1 ? names[0] : `(${names.join(' OR ')})`;
  const where = `"Cluster Name"="${clusterPlaceholder}"`;
  return `SEARCH('{${schema}} ${named} ${where}', '${statistic}', ${searchPeriod(statistic)})`;
}

/** A sum is of one minute; everything else is drawn at five. */
function searchPeriod(statistic: CloudWatchMetric['statistic']): number {
  return statistic === 'Sum' ? 60 : 300;
}

/** A dynamic label: the dimension's value of each series that a search finds. */
export function dimensionLabel(name: string): string {
  return `\${PROP('Dim.${name}')}`;
}
