import type { Panel } from '../../../domain/catalogue/dashboard.ts';
import { signalById } from '../../../domain/catalogue/signals/index.ts';
import type { Block } from './body.ts';
import { metricsOf, type Scene } from './scene.ts';
import { clusterPlaceholder } from './variables.ts';

/** What the widget function is asked to draw; `lambdas/widget` reads it. */
export interface WidgetParams {
  readonly kind: 'forecast' | 'incidents' | 'capacity' | 'costs';
  /** Name of a cluster. @default all of the environment */
  readonly cluster?: string;
  readonly signal?: string;
  readonly lines?: readonly CostLine[];
  readonly budgetUsd?: number;
  readonly asOf?: string;
}

/** One line of the estimate made at synth. */
export interface CostLine {
  readonly what: string;
  readonly monthlyUsd: number;
}

/** A widget that our function draws. Source: CloudWatch user guide, "Details about custom widgets". */
export function customBlock(
  endpoint: string,
  title: string,
  params: WidgetParams,
  size: { readonly width: number; readonly height: number },
): Block {
  const updateOn = { refresh: true, resize: true, timeRange: true };
  return { type: 'custom', ...size, properties: { title, endpoint, updateOn, params } };
}

/** Open and recent incidents of all clusters. */
export function incidentsBlock(endpoint: string, width: 12 | 24): Block {
  return customBlock(endpoint, 'Incidents', { kind: 'incidents' }, { width, height: 7 });
}

/** How long until limits are reached, all clusters together: the soonest is the one that matters. */
export function capacityBlock(endpoint: string, width: 12 | 24): Block {
  return customBlock(endpoint, 'Time to limits', { kind: 'capacity' }, { width, height: 7 });
}

/** A forecast for each assessed signal of the panels that clusters emit, each signal once. */
export function forecastBlocks(endpoint: string, panels: readonly Panel[], scene: Scene): readonly Block[] {
  const ids = new Set(panels.filter(({ band }) => band).flatMap(({ signals }) => signals));
  return [...ids].flatMap((id) => {
    const signal = signalById(id);
    if (!signal?.assessed || metricsOf(signal, scene).length === 0) return [];
    const params = { kind: 'forecast', cluster: clusterPlaceholder, signal: id } as const;
    return [customBlock(endpoint, signal.title, params, { width: 12, height: 8 })];
  });
}
