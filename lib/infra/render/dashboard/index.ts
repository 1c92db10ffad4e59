import type { Page, View } from '../../../domain/catalogue/dashboard.ts';
import { pages as catalogue } from '../../../domain/catalogue/dashboard-pages.ts';
import { type Block, bodyOf, type DashboardBody, textBlock } from './body.ts';
import { type CostEstimate, costBlocks } from './costs.ts';
import { capacityBlock, forecastBlocks, incidentsBlock } from './custom.ts';
import { alarmBlocks, headBlock, type Sibling } from './head.ts';
import { limitLines } from './limit-lines.ts';
import { panelsOf, sectionBlocks } from './panel.ts';
import type { Parts } from './parts.ts';
import type { Scene } from './scene.ts';
import { stageBlocks } from './stages.ts';
import { variablesOf } from './variables.ts';

/** What the pages of one environment are made of. */
export interface PagesInput extends Scene {
  /** Ids of the pages to make, in their order. */
  readonly pages: readonly string[];
  /** Name of the dashboard of a page. */
  readonly nameOf: (page: string) => string;
  /** ARNs of the environment's alarms, the worst first. */
  readonly alarmArns: readonly string[];
  readonly parts: Parts;
  readonly estimate?: CostEstimate;
}

export interface RenderedPage {
  readonly id: string;
  readonly dashboardName: string;
  readonly body: DashboardBody;
}

/**
 * One dashboard a page, whatever the number of clusters. Metrics are found by SEARCH, so that a new broker,
 * topic or group draws itself; a variable says which cluster. Panels of signals that no cluster emits are left
 * out.
 * @throws RangeError when a page is not known, or has nothing to show without the widget function
 */
export function renderPages(input: PagesInput): readonly RenderedPage[] {
  const pages = input.pages.map(pageOf);
  const siblings = pages.map(({ id, title }) => ({ title, dashboardName: input.nameOf(id) }));
  const limits = limitLines(input);
  return pages.map((page) => ({
    id: page.id,
    dashboardName: input.nameOf(page.id),
    body: renderPage(page, input, siblings, limits),
  }));
}

function pageOf(id: string): Page {
  const page = catalogue.find((one) => one.id === id);
  if (!page) throw new RangeError(`no page "${id}"; allowed: ${catalogue.map((one) => one.id).join(', ')}`);
  return page;
}

function renderPage(
  page: Page,
  input: PagesInput,
  siblings: readonly Sibling[],
  limits: ReturnType<typeof limitLines>,
): DashboardBody {
  const blocks = [
    headBlock(page, input, siblings),
    ...page.views.flatMap((view) => viewBlocks(view, page, input)),
    ...(page.views.includes('forecasts') ? [] : sectionBlocks(page, input, limits)),
  ];
  const variables = page.sections.length > 0 ? variablesOf(input) : [];
  return bodyOf(blocks, variables, `-${page.span}`);
}

/** Incidents and capacity are of all clusters: what is urgent elsewhere must not hide behind the choice of one. */
function viewBlocks(view: View, page: Page, input: PagesInput): readonly Block[] {
  const { widgetArn, parts } = input;
  const isPair = page.views.includes('incidents') && page.views.includes('capacity');
  const width = isPair ? 12 : 24;
  switch (view) {
    case 'alarms':
      return alarmBlocks(input.alarmArns);
    case 'incidents':
      return widgetArn === undefined ? [] : [incidentsBlock(widgetArn, width)];
    case 'capacity':
      return widgetArn === undefined ? [] : [capacityBlock(widgetArn, width)];
    case 'forecasts':
      return forecastPage(page, input);
    case 'costs':
      return costBlocks(input, parts, input.estimate);
    case 'stages':
      return stageBlocks(parts, input.environment, input.home.region);
  }
}

function forecastPage(page: Page, input: PagesInput): readonly Block[] {
  const { widgetArn } = input;
  if (widgetArn === undefined)
    throw new RangeError(`page "${page.id}" is drawn by the widget function, and there is none`);
  const panels = page.sections.flatMap(panelsOf);
  return [textBlock('## Expected and ahead', 1), ...forecastBlocks(widgetArn, panels, input)];
}
