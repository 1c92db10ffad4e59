import type { Page, PageSection, Panel, Section } from '../../../domain/catalogue/dashboard.ts';
import { dashboards } from '../../../domain/catalogue/dashboards.ts';
import type { CloudWatchMetric, Signal, Unit } from '../../../domain/catalogue/signal.ts';
import { signalById } from '../../../domain/catalogue/signals/index.ts';
import { type Block, textBlock } from './body.ts';
import type { LimitLine } from './limit-lines.ts';
import { metricsOf, type Scene } from './scene.ts';
import { dimensionLabel, searchExpression } from './search.ts';
import { defaultPlace } from './variables.ts';

/** Topics and groups may be many: a panel shows the largest twenty of each metric. */
const shownSeries = 20;

type Limits = ReadonlyMap<string, readonly LimitLine[]>;

interface Emitted {
  readonly signal: Signal;
  readonly metric: CloudWatchMetric;
}

/** The page's panels under their sections' titles. A panel of which no cluster emits anything is left out. */
export function sectionBlocks({ sections }: Page, scene: Scene, limits: Limits): readonly Block[] {
  return sections.flatMap((chosen) => {
    const blocks = panelsOf(chosen).flatMap((panel) => panelBlock(panel, scene, limits));
    const title = sectionOf(chosen).title;
    return blocks.length === 0 ? [] : [textBlock(`## ${title}`, 1), ...blocks];
  });
}

/** @throws RangeError when a page names a section that is not there */
function sectionOf({ section }: PageSection): Section {
  const found = dashboards.find(({ id }) => id === section);
  if (!found) throw new RangeError(`no dashboard section "${section}"`);
  return found;
}

/** The panels of a page's section. */
export function panelsOf(chosen: PageSection): readonly Panel[] {
  const { panels } = sectionOf(chosen);
  return panels.filter(({ id }) => chosen.panels?.includes(id) ?? true);
}

function panelBlock(panel: Panel, scene: Scene, limits: Limits): readonly Block[] {
  const emitted = panel.signals.flatMap((id): readonly Emitted[] => {
    const signal = signalById(id);
    return signal ? metricsOf(signal, scene).map((metric) => ({ signal, metric })) : [];
  });
  const [first] = emitted;
  if (!first) return [];
  const drawn = new Set(emitted.map(({ signal }) => signal.id));
  const horizontal = [...drawn].flatMap((id) => limits.get(id) ?? []);
  const properties = {
    title: panel.title,
    ...defaultPlace(scene),
    view: 'timeSeries',
    stacked: false,
    metrics: emitted.map((one, i) => searchRow(one, i, drawn.size > 1)),
    yAxis: { left: axisOf(first.signal) },
    ...(horizontal.length > 0 && { annotations: { horizontal } }),
  };
  return [{ type: 'metric', width: panel.width, height: 6, properties }];
}

function axisOf({ unit, range }: Signal): Readonly<Record<string, unknown>> {
  return {
    label: unitLabels[unit],
    showUnits: false,
    ...(range.min !== undefined && { min: range.min }),
    ...(unit === 'percent' && range.max !== undefined && { max: range.max }),
  };
}

function searchRow({ signal, metric }: Emitted, index: number, isNamed: boolean): readonly unknown[] {
  const search = searchExpression(metric);
  const isMany = signal.entity !== 'cluster' && signal.entity !== 'broker';
  const order = signal.harm === 'low' ? 'ASC' : 'DESC';
  const shown = isMany ? `SLICE(SORT(${search}, MAX, ${order}), 0, ${shownSeries})` : search;
  const { scale = 1 } = metric;
  const expression = scale === 1 ? shown : `${shown} * ${scale}`;
  const label = [isNamed ? signal.title : '', ...labelDimensions(metric)].filter(Boolean).join(' ');
  return [{ expression, id: `e${index + 1}`, ...(label !== '' && { label }) }];
}

/** Dynamic labels: what tells the series of one search apart. */
function labelDimensions({ dimensions }: CloudWatchMetric): readonly string[] {
  return dimensions.filter((name) => name !== 'Cluster Name').map(dimensionLabel);
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
