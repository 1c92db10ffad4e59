/** The functions, as unit-costs.ts knows them. */
export type CostedStage =
  | 'discover'
  | 'collect'
  | 'assess'
  | 'evaluate'
  | 'project'
  | 'train'
  | 'report'
  | 'route'
  | 'respond'
  | 'widget'
  | 'scrape';

/** Series with the same interval of polling, of all clusters together. */
export interface PolledClass {
  readonly everyMs: number;
  readonly series: number;
  /** Signals that they are of, counted for each cluster. */
  readonly signals: number;
  /** Those of the series that are assessed. */
  readonly assessed: number;
}

export type StoreFacts =
  | { readonly kind: 'dynamodb'; readonly keepDays: number }
  | {
      readonly kind: 'timestream-influxdb';
      /** False when the instance is somebody else's: nothing of it is counted. */
      readonly isOwn: boolean;
      readonly engine: 'v2' | 'v3';
      readonly instanceType: string;
      readonly storageGib: number;
      readonly multiAz: boolean;
      readonly keepDays: number;
    }
  | {
      readonly kind: 'timestream-liveanalytics';
      readonly memoryHours: number;
      readonly magneticDays: number;
    };

/** All that the monthly cost of an installation follows from. */
export interface EstimateFacts {
  readonly clusters: number;
  /** Series that the clusters emit to CloudWatch, of the signals of the catalogue. */
  readonly emittedSeries: number;
  readonly polled: readonly PolledClass[];
  readonly partsPerCluster: number;
  readonly minutesBetween: Readonly<Record<'discover' | 'collect' | 'project' | 'train' | 'report', number>>;
  readonly memoryMb: Readonly<Record<CostedStage, number>>;
  /** Stages that are there besides those that always are. */
  readonly optional: Readonly<Record<'respond' | 'scrape', boolean>>;
  readonly alarms: {
    /** Metrics of alarms on the clusters. */
    readonly metrics: number;
    /** Metrics that query alarms on them analyse. */
    readonly analysed: number;
    readonly composites: number;
    /** Metrics of alarms on Tidewatch itself. */
    readonly self: number;
  };
  /** Own metrics, through the log. */
  readonly metrics: number;
  readonly dashboards: number;
  readonly store: StoreFacts;
  readonly network: { readonly endpoints: number; readonly zones: number };
  /** Addresses that findings are mailed to. */
  readonly emails: number;
  /** Secrets that are made or named. */
  readonly secrets: number;
  readonly retentionDays: { readonly logs: number; readonly modelVersions: number };
  readonly isTraced: boolean;
}
