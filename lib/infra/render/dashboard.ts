import type { Panel, Section } from '../../domain/catalogue/dashboard.ts';
import { cloudWatchMetricOf } from '../../domain/catalogue/emission.ts';
import { dashboards } from '../../domain/catalogue/index.ts';
import type { Rule } from '../../domain/catalogue/rule.ts';
import type { CloudWatchMetric, Signal, Unit } from '../../domain/catalogue/signal.ts';
import { signalById } from '../../domain/catalogue/signals/index.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { renderAlarms, rulesOn } from './alarm.ts';
import { constantOf } from './native.ts';

/** The body of PutDashboard. Source: CloudWatch API reference, "Dashboard body structure and syntax". */
export interface DashboardBody {
  readonly start: string;
  readonly widgets: readonly Widget[];
}

export interface Widget {
  readonly type: 'text' | 'alarm' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Block = Omit<Widget, 'x' | 'y'>;

/** Alarms that one alarm widget shows, at most. */
const shownAlarms = 100;
const columns = 24;

/**
 * The dashboard of one cluster. Metrics are found by SEARCH, so that a new broker, topic or group draws
 * itself; panels of signals that the cluster does not emit, and sections without panels, are left out.
 */
export function renderDashboard(
  cluster: Cluster,
  rules: readonly Rule[],
  environment: string,
  partition = 'aws',
): DashboardBody {
  const alarms = renderAlarms([cluster], rules, environment).slice(0, shownAlarms);
  const arns = alarms.map(
    ({ props }) =>
      `arn:${partition}:cloudwatch:${cluster.region}:${cluster.account}:alarm:${props.alarmName}`,
  );
  const head: Block[] = [title(cluster, environment)];
  if (arns.length > 0) head.push(alarmList(arns));
  const blocks = sections().flatMap((section) => renderSection(section, cluster, rules));
  return { start: '-PT12H', widgets: placed([...head, ...blocks]) };
}

function sections(): readonly Section[] {
  return dashboards;
}

function title({ name, region, type }: Cluster, environment: string): Block {
  const markdown = `# ${name}\nTidewatch ${environment}, ${type} cluster in ${region}`;
  return { type: 'text', width: columns, height: 2, properties: { markdown, background: 'transparent' } };
}

function alarmList(alarms: readonly string[]): Block {
  return {
    type: 'alarm',
    width: columns,
    height: 4,
    properties: {
      title: 'Alarms',
      alarms,
      states: ['ALARM', 'INSUFFICIENT_DATA'],
      sortBy: 'stateUpdatedTimestamp',
    },
  };
}

function renderSection(section: Section, cluster: Cluster, rules: readonly Rule[]): readonly Block[] {
  const panels = section.panels.flatMap((panel) => renderPanel(panel, cluster, rules));
  if (panels.length === 0) return [];
  const heading: Block = {
    type: 'text',
    width: columns,
    height: 1,
    properties: { markdown: `## ${section.title}`, background: 'transparent' },
  };
  return [heading, ...panels];
}

interface Emitted {
  readonly signal: Signal;
  readonly metric: CloudWatchMetric;
}

function renderPanel(panel: Panel, cluster: Cluster, rules: readonly Rule[]): readonly Block[] {
  const emitted = panel.signals.flatMap((id): readonly Emitted[] => {
    const signal = signalById(id);
    const metric = signal && cloudWatchMetricOf(cluster, signal);
    return signal && metric ? [{ signal, metric }] : [];
  });
  const [first] = emitted;
  if (!first) return [];
  const range = first.signal.range;
  const annotations = emitted.flatMap(({ signal }) => limitLines(signal, cluster, rules));
  const properties = {
    title: panel.title,
    region: cluster.region,
    view: 'timeSeries',
    stacked: false,
    metrics: emitted.map((one, i) => searchRow(one, cluster, i, emitted.length > 1)),
    yAxis: {
      left: {
        label: unitLabels[first.signal.unit],
        showUnits: false,
        ...(range.min !== undefined && { min: range.min }),
        ...(first.signal.unit === 'percent' && range.max !== undefined && { max: range.max }),
      },
    },
    ...(annotations.length > 0 && { annotations: { horizontal: annotations } }),
  };
  return [{ type: 'metric', width: panel.width, height: 6, properties }];
}

/** Topics and groups may be many: the panel shows the largest twenty. */
const shownSeries = 20;

function searchRow(
  { signal, metric }: Emitted,
  cluster: Cluster,
  index: number,
  isNamed: boolean,
): readonly unknown[] {
  const search = searchExpression(metric, cluster);
  const isMany = signal.entity !== 'cluster' && signal.entity !== 'broker';
  const order = signal.harm === 'low' ? 'ASC' : 'DESC';
  const shown = isMany ? `SLICE(SORT(${search}, MAX, ${order}), 0, ${shownSeries})` : search;
  const scale = scaleOf(metric);
  const expression = scale === 1 ? shown : `${shown} * ${scale}`;
  const label = [isNamed ? signal.title : '', ...labelDimensions(metric)].filter(Boolean).join(' ');
  return [{ expression, id: `e${index + 1}`, ...(label !== '' && { label }) }];
}

/** Dynamic labels: what tells the series of one search apart. */
function labelDimensions({ dimensions }: CloudWatchMetric): readonly string[] {
  return dimensions.filter((name) => name !== 'Cluster Name').map((name) => `\${PROP('Dim.${name}')}`);
}

/** Source: CloudWatch user guide, "Search expression syntax". */
export function searchExpression(
  { metric, aliases = [], statistic, dimensions }: CloudWatchMetric,
  cluster: Cluster,
): string {
  const schema = ['AWS/Kafka', ...dimensions.map((name) => `"${name}"`)].join(',');
  const names = [metric, ...aliases].map((name) => `MetricName="${name}"`);
  const named = names.length === 1 ? names[0] : `(${names.join(' OR ')})`;
  return `SEARCH('{${schema}} ${named} "Cluster Name"="${cluster.name}"', '${statistic}', ${searchPeriod(statistic)})`;
}

/** A sum is of one minute; everything else is drawn at five. */
function searchPeriod(statistic: CloudWatchMetric['statistic']): number {
  return statistic === 'Sum' ? 60 : 300;
}

/** A line where a rule on this signal alone has its limit. */
function limitLines(
  signal: Signal,
  cluster: Cluster,
  rules: readonly Rule[],
): readonly { readonly label: string; readonly value: number }[] {
  return rulesOn(cluster, rules).flatMap(({ title: label, condition }) => {
    if (condition.kind !== 'threshold') return [];
    const { value, limit } = condition;
    if (value.kind !== 'signal' || value.signal !== signal.id) return [];
    const number = constantOf(limit, cluster);
    return number === undefined ? [] : [{ label, value: number }];
  });
}

function scaleOf({ scale = 1 }: CloudWatchMetric): number {
  return scale;
}

/** Left to right, a new line when a block does not fit. */
function placed(blocks: readonly Block[]): readonly Widget[] {
  let [x, y, lineHeight] = [0, 0, 0];
  return blocks.map((block) => {
    if (x + block.width > columns) {
      y += lineHeight;
      [x, lineHeight] = [0, 0];
    }
    const widget = { ...block, x, y };
    x += block.width;
    lineHeight = Math.max(lineHeight, block.height);
    return widget;
  });
}

const unitLabels: Readonly<Record<Unit, string>> = {
  percent: '%',
  fraction: 'fraction',
  count: 'count',
  bytes: 'bytes',
  bytes_per_second: 'bytes/s',
  messages: 'messages',
  messages_per_second: 'messages/s',
  per_second: '1/s',
  milliseconds: 'ms',
  seconds: 's',
  credits: 'credits',
  state: 'state',
};
