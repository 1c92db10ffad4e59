import type { EstimateFacts } from '../../../../lib/domain/cost/estimate/index.ts';

/** A cluster of 100 series, 60 of them assessed, polled each quarter of an hour. */
export const facts: EstimateFacts = {
  clusters: 1,
  emittedSeries: 1000,
  polled: [{ everyMs: 900_000, series: 100, signals: 20, assessed: 60 }],
  partsPerCluster: 1,
  minutesBetween: { discover: 15, collect: 5, project: 60, train: 1440, report: 1440 },
  memoryMb: {
    discover: 512,
    collect: 512,
    assess: 1024,
    evaluate: 512,
    project: 1024,
    train: 1769,
    report: 256,
    route: 256,
    respond: 256,
    widget: 256,
    scrape: 512,
  },
  optional: { respond: false, scrape: false },
  alarms: { metrics: 10, analysed: 40, composites: 1, self: 26 },
  metrics: 3,
  dashboards: 2,
  store: { kind: 'dynamodb', keepDays: 63 },
  network: { endpoints: 0, zones: 2 },
  emails: 1,
  secrets: 1,
  retentionDays: { logs: 30, modelVersions: 7 },
  isTraced: true,
};
