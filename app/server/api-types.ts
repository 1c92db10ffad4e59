import type { Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Runbook } from '../../lib/domain/catalogue/runbook.ts';
import type { Unit } from '../../lib/domain/catalogue/signal.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';

/** What the JSON API answers; the page reads the same types. Times are ms since the epoch. */
export interface SignalJson {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly harm: 'high' | 'low' | 'both' | 'none';
}

export interface PanelJson {
  readonly id: string;
  readonly title: string;
  readonly width: 6 | 8 | 12 | 24;
  readonly band: boolean;
  readonly unit: Unit;
  readonly signals: readonly SignalJson[];
}

export interface SectionJson {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelJson[];
}

/** Only panels for which the cluster has series; `topics`, `brokers` and `groups` are what one can filter by. */
export interface DashboardJson {
  readonly sections: readonly SectionJson[];
  readonly topics: readonly string[];
  readonly brokers: readonly string[];
  readonly groups: readonly string[];
}

export interface MeasureJson {
  readonly id: 'traffic_in' | 'traffic_out' | 'lag' | 'lag_time' | 'disk';
  readonly label: string;
  readonly unit: Unit;
  /** Absent when nothing measured it lately. */
  readonly value?: number;
  /** What the value is of, when it is the worst of several: `group billing`. */
  readonly of?: string;
}

export interface TileJson {
  readonly cluster: Cluster;
  readonly brokersOnline: number;
  readonly brokersKnown: number;
  readonly measures: readonly MeasureJson[];
  readonly firing: Readonly<Record<Severity, number>>;
  /** Time of the newest point of the cluster. */
  readonly lastMs?: number;
}

export interface BandJson {
  readonly t: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface AnomalyJson {
  readonly t: number;
  readonly value: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
}

export interface ForecastJson extends BandJson {
  readonly mean: readonly number[];
  readonly model: string;
  /** Coverage of lower..upper, 0 … 1. */
  readonly level: number;
  readonly backtest: { readonly error: number; readonly naiveError: number };
}

export interface LineJson {
  readonly key: string;
  readonly signal: string;
  readonly label: string;
  readonly unit: Unit;
  /** `v` is null where points are missing: the line breaks there. */
  readonly t: readonly number[];
  readonly v: readonly (number | null)[];
  readonly band?: BandJson;
  readonly anomalies: readonly AnomalyJson[];
  readonly forecast?: ForecastJson;
}

export interface ChartJson {
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly stepMs: number;
  readonly lines: readonly LineJson[];
  /** Series that match but are not drawn. */
  readonly omitted: number;
}

export interface FindingJson extends Finding {
  readonly title: string;
  readonly where: string;
}

export interface IncidentJson extends Incident {
  readonly where: string;
  readonly runbook?: Runbook;
}
