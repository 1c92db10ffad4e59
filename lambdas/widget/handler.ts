import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import type { Runbook } from '../../lib/domain/catalogue/runbook.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import type { MetricStore } from '../../lib/ports/metric-store.ts';
import type { StageLogger } from '../report.ts';
import { capacityRows, renderCapacity } from './capacity.ts';
import { forecastsOf, named } from './clusters.ts';
import { renderCosts } from './costs.ts';
import { documentation } from './docs.ts';
import { type Ask, askOf, type Canvas, canvasOf, type WidgetEvent } from './event.ts';
import { renderForecasts } from './forecast.ts';
import { message } from './html.ts';
import { renderIncidents } from './incidents.ts';
import { limitedSignals } from './limits.ts';
import { picturesOf } from './picture.ts';

export interface WidgetInput {
  readonly store: MetricStore;
  readonly incidents: IncidentStore;
  /** The clusters as they were found last. */
  readonly clusters: () => Promise<readonly Cluster[]>;
  /** Those in force, overrides applied. */
  readonly rules: readonly Rule[];
  readonly runbookOf: (rule: string) => Runbook | undefined;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** Incidents that are looked at for those that are over. */
const recentIncidents = 50;

/**
 * The handler on the given ports: HTML for each widget, and the documentation when it is asked for that. A store
 * that does not answer is said in the widget, so that the rest of the dashboard stands.
 */
export function createHandler(input: WidgetInput): (event: WidgetEvent) => Promise<string> {
  return async (event) => {
    if (event.describe) return documentation;
    const canvas = canvasOf(event);
    const ask = askOf(event, input.clock.nowMs());
    if (ask.kind === 'wrong') return message(canvas, 'This widget cannot be drawn.', ask.reason);
    try {
      return await draw(ask, canvas, input);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      input.logger.warn('store does not answer', { kind: ask.kind, reason: error.message });
      return message(canvas, 'The store does not answer: try again in a minute.', error.message);
    }
  };
}

async function draw(ask: Ask, canvas: Canvas, input: WidgetInput): Promise<string> {
  if (ask.kind === 'costs') return renderCosts(ask, canvas);
  const nowMs = input.clock.nowMs();
  const { store, rules } = input;
  const clusters = await input.clusters();
  switch (ask.kind) {
    case 'forecast':
      return renderForecasts(await picturesOf(ask, store, clusters, rules, nowMs), ask, clusters, canvas);
    case 'capacity': {
      const chosen = named(clusters, ask.cluster);
      const forecasts = await forecastsOf(store, chosen, limitedSignals(rules));
      return renderCapacity(capacityRows(forecasts, chosen, rules, nowMs), clusters, canvas, nowMs);
    }
    case 'incidents': {
      const all = await incidentsOf(input.incidents, ask.cluster);
      return renderIncidents(all, clusters, input.runbookOf, canvas, nowMs);
    }
  }
}

/** Those that are open, and recent ones; each once. */
async function incidentsOf(store: IncidentStore, cluster: string | undefined) {
  const [open, recent] = await Promise.all([store.open(), store.list(recentIncidents)]);
  const all = new Map([...recent, ...open].map((incident) => [incident.id, incident]));
  return [...all.values()].filter(
    (incident) => cluster === undefined || incident.cluster.split('/').at(-1) === cluster,
  );
}
