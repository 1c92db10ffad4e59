import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { RuntimeView } from '../runtime-view.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { chartOf } from './chart.ts';
import { dashboardOf } from './dashboard.ts';
import { clusterQuery, filterQuery, limitQuery, parseQuery, pointsQuery } from './query.ts';
import { tileOf } from './tiles.ts';
import { findingJson, incidentJson } from './words.ts';

/** What the page reads, as JSON. */
export function readRoutes(view: RuntimeView, catalogue: CatalogueView): Hono {
  const signals = new Map(catalogue.signals.map((signal) => [signal.id, signal]));
  const routes = new Hono();
  routes.get('/status', (c) => c.json(view.status()));
  routes.get('/clusters', async (c) =>
    c.json(await Promise.all(view.clusters().map((own) => tileOf(view, own)))),
  );
  routes.get('/findings', (c) => c.json(view.findings().map((finding) => findingJson(finding, catalogue))));
  routes.get('/incidents', (c) =>
    answer(c, limitQuery, async ({ limit }) => {
      const incidents = await view.incidents(limit);
      return incidents.map((incident) => incidentJson(incident, catalogue, view.clusters()));
    }),
  );
  routes.get('/inbox', (c) => answer(c, limitQuery, async ({ limit }) => view.inbox(limit)));
  routes.get('/dashboard', (c) =>
    answer(c, clusterQuery, ({ cluster }) => dashboardOf(view, catalogue, cluster)),
  );
  routes.get('/series', (c) => answer(c, filterQuery, (query) => view.series(seriesFilter(query))));
  routes.get('/points', (c) => answer(c, pointsQuery, (query) => chartOf(view, signals, query)));
  routes.get('/forecasts', (c) =>
    answer(c, filterQuery, async (query) => {
      const forecasts = await view.forecasts(seriesFilter(query));
      return forecasts.map(({ mean, lower, upper, ...rest }) => ({
        ...rest,
        mean: [...mean],
        lower: [...lower],
        upper: [...upper],
      }));
    }),
  );
  return routes;
}

async function answer<T extends z.ZodType>(
  c: Context,
  schema: T,
  of: (query: z.infer<T>) => Promise<unknown>,
): Promise<Response> {
  const parsed = parseQuery(schema, c.req.url);
  if (parsed.kind === 'invalid') return c.json({ error: parsed.error }, 400);
  return c.json(await of(parsed.query));
}

function seriesFilter({ cluster, signal, key }: z.infer<typeof filterQuery>) {
  return {
    ...(cluster !== undefined && { cluster }),
    ...(signal.length > 0 && { signals: signal }),
    ...(key.length > 0 && { keys: key }),
  };
}
