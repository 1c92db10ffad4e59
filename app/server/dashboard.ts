import type { Panel } from '../../lib/domain/catalogue/dashboard.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';
import type { EntityLabel } from '../../lib/domain/series/entity.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import type { RuntimeView } from '../runtime-view.ts';
import type { DashboardJson, PanelJson, SignalJson } from './api-types.ts';
import type { CatalogueView } from './catalogue-view.ts';

/** The dashboard model narrowed to what the cluster really measures. */
export async function dashboardOf(
  view: RuntimeView,
  catalogue: CatalogueView,
  cluster: string,
): Promise<DashboardJson> {
  const series = await view.series({ cluster });
  const measured = new Set(series.map(({ signal }) => signal));
  const signals = new Map(catalogue.signals.filter(({ id }) => measured.has(id)).map((s) => [s.id, s]));
  const sections = catalogue.sections.map(({ id, title, panels }) => ({
    id,
    title,
    panels: panels.flatMap((panel) => panelJson(panel, signals)),
  }));
  return {
    sections: sections.filter(({ panels }) => panels.length > 0),
    topics: valuesOf(series, 'topic'),
    brokers: valuesOf(series, 'broker'),
    groups: valuesOf(series, 'group'),
  };
}

/** The panel with those of its signals that are measured, or none when none is. */
function panelJson(panel: Panel, signals: ReadonlyMap<string, Signal>): readonly PanelJson[] {
  const own = panel.signals.flatMap((id) => signals.get(id) ?? []);
  const [first] = own;
  if (first === undefined) return [];
  const { id, title, width, band } = panel;
  return [{ id, title, width, band: band ?? false, unit: first.unit, signals: own.map(signalJson) }];
}

function signalJson({ id, title, description, unit, harm }: Signal): SignalJson {
  return { id, title, description, unit, harm };
}

function valuesOf(series: readonly Series[], label: EntityLabel): readonly string[] {
  const values = new Set(series.flatMap(({ entity }) => entity[label] ?? []));
  return [...values].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
