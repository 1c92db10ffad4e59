import { type Severity, severities } from '../domain/catalogue/rule.ts';
import type { SegmentAccuracy } from '../domain/forecast/accuracy/summary.ts';
import type { Incident } from '../domain/incidents/incident.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { loadAccuracy, mergedSegments } from './accuracy.ts';

export interface ReportInput {
  readonly incidents: IncidentStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  /** How far back it looks, in ms. */
  readonly spanMs: number;
  /** Ids of the clusters whose forecasts are told of. @default none */
  readonly clusters?: readonly string[];
  /** Parts that each is projected in. @default 1 */
  readonly parts?: number;
}

/** What happened in a span of time, to be kept and read later. A type, for it is saved as JSON. */
export type OperationsReport = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly opened: number;
  readonly resolved: number;
  readonly stillOpen: number;
  /** Opened, by severity; those without any are absent. */
  readonly bySeverity: { readonly [severity in Severity]?: number };
  /** Opened, by rule, the most frequent first. */
  readonly byRule: readonly { readonly rule: string; readonly opened: number }[];
  /** From trigger to resolution, over those resolved; in minutes. Absent when there are none. */
  readonly medianMinutesToResolve?: number;
  /** Transitions that a receiver refused or has not yet taken. */
  readonly undelivered: number;
  /** How good the live forecasts are, by signal (`all` first) and hours ahead; of all clusters together. */
  readonly forecasts: readonly SegmentAccuracy[];
  /** Series whose live forecasts have become worse than their back-test. */
  readonly drifting: readonly string[];
};

/** What the incidents of a span come to. */
export type IncidentFigures = Omit<OperationsReport, 'forecasts' | 'drifting'>;

/** Incidents looked at, at most: those before were in earlier reports. */
const newest = 1000;
/** Series that a report names, at most. */
const mostNamed = 50;

/**
 * The stage report: counts the incidents of the span that has gone by, and says how good the forecasts are.
 * Reads incidents and accuracies; keeps the report under `report/<day>` with the model states; returns it.
 * @throws StoreError when a store cannot be reached
 */
export async function report(input: ReportInput): Promise<OperationsReport> {
  const { incidents, models, nowMs, spanMs, clusters = [], parts = 1 } = input;
  const figures = reportOf(await incidents.list(newest), nowMs - spanMs, nowMs);
  const accuracy = await loadAccuracy(models, clusters, parts);
  const drifting = accuracy.flatMap((one) => one.drifting).slice(0, mostNamed);
  const made: OperationsReport = { ...figures, forecasts: mergedSegments(accuracy), drifting };
  const day = new Date(nowMs).toISOString().slice(0, 10);
  await models.save(new Map([[`report/${day}`, made]]));
  return made;
}

/** The figures of a span. @param incidents the newest first */
export function reportOf(incidents: readonly Incident[], fromMs: number, toMs: number): IncidentFigures {
  const isWithin = (timeMs: number | undefined) => timeMs !== undefined && timeMs >= fromMs && timeMs < toMs;
  const opened = incidents.filter(({ triggeredAtMs }) => isWithin(triggeredAtMs));
  const resolved = incidents.filter(({ resolvedAtMs }) => isWithin(resolvedAtMs));
  const minutes = resolved.map(
    ({ triggeredAtMs, resolvedAtMs = triggeredAtMs }) => (resolvedAtMs - triggeredAtMs) / 60_000,
  );
  const median = medianOf(minutes);
  return {
    fromMs,
    toMs,
    opened: opened.length,
    resolved: resolved.length,
    stillOpen: incidents.filter(({ status }) => status !== 'resolved').length,
    bySeverity: Object.fromEntries(
      severities
        .map((severity) => [severity, opened.filter((one) => one.severity === severity).length] as const)
        .filter(([, count]) => count > 0),
    ),
    byRule: countsByRule(opened),
    ...(median !== undefined && { medianMinutesToResolve: median }),
    undelivered: incidents.reduce((sum, incident) => sum + undeliveredOf(incident), 0),
  };
}

function countsByRule(opened: readonly Incident[]): OperationsReport['byRule'] {
  const counts = new Map<string, number>();
  for (const { rule } of opened) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .map(([rule, count]) => ({ rule, opened: count }))
    .sort((a, b) => b.opened - a.opened || (a.rule < b.rule ? -1 : 1));
}

function undeliveredOf({ deliveries, timeline }: Incident): number {
  const last = timeline.findLast(({ quiet }) => !quiet)?.seq ?? 0;
  return Object.values(deliveries).filter(
    ({ deliveredSeq, refused }) => refused !== undefined || deliveredSeq < last,
  ).length;
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
