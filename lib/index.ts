/** Everything a program needs to run Tidewatch's way itself: the ports and the words. */
export type { Verdict } from './domain/anomaly/verdict.ts';
export type { Cluster, ClusterType, MonitoringLevel } from './domain/cluster.ts';
export type { Forecast } from './domain/forecast/forecast.ts';
export type { Evidence, Finding } from './domain/incidents/finding.ts';
export type { Incident, IncidentEvent } from './domain/incidents/incident.ts';
export type { Entity } from './domain/series/entity.ts';
export type { Problem, Samples } from './domain/series/samples.ts';
export { createSeries, parseSeriesKey, type Series } from './domain/series/series.ts';
export type { Clock } from './ports/clock.ts';
export { ConfigError, NotifierError, PortError, StoreError } from './ports/errors.ts';
export type { IncidentStore } from './ports/incident-store.ts';
export type { Discovery, MetricSource, ReadRequest, ReadResult } from './ports/metric-source.ts';
export type { MetricStore, RangeQuery, SeriesFilter, WriteReport } from './ports/metric-store.ts';
export type { ModelStore } from './ports/model-store.ts';
export type { Notifier } from './ports/notifier.ts';
export type { DeliveryResult, Receiver } from './ports/receiver.ts';
