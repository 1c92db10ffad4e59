/**
 * What a stage uses for a run and for a series. DynamoDB's units are measured (the table in
 * lib/adapters/stores/dynamodb/points/README.md, 110 series, 74 of them assessed, 27 signals). The time of a series
 * in collect, assess, evaluate, project and train is measured by `npm run bench:lambda` (one core stands for 1,769 MB;
 * waits for the network are not in it). The rest are first figures, of the size that the code does.
 */
export const unitCosts = {
  /** Run time of the functions, in ms: of each run, and of each series that the run works on. Cold starts, a few
   *  a day, are within the first. */
  lambda: {
    discover: { runMs: 600, seriesMs: 1 },
    collect: { runMs: 300, seriesMs: 6 },
    assess: { runMs: 600, seriesMs: 6 },
    evaluate: { runMs: 400, seriesMs: 16 },
    project: { runMs: 400, seriesMs: 5 },
    // 25 of it for detectors; the pool takes 60 of a series with a season, as six in ten have.
    train: { runMs: 800, seriesMs: 61 },
    report: { runMs: 500, seriesMs: 0 },
    route: { runMs: 100, seriesMs: 0 },
    respond: { runMs: 200, seriesMs: 0 },
    widget: { runMs: 500, seriesMs: 0 },
    scrape: { runMs: 3000, seriesMs: 0 },
  },
  /** Units of DynamoDB, on demand. */
  dynamodb: {
    /** Of a poll: 1 a series, 1 a signal. */
    pollWrites: 1,
    pollReads: 1.5,
    /** Of a series that is assessed. */
    verdictWrites: 1,
    assessReads: 1.75,
    /** Of a series that is forecast: the points since the last time, as assess reads them. */
    projectReads: 1.75,
    /** Of a polled series, by each evaluation. */
    evaluateReads: 0.8,
    forecastWrites: 2.4,
    forecastReads: 0.25,
    trainReads: 5,
    /** Bytes kept of a series and day, verdicts and forecast included. */
    seriesDayBytes: 21_600,
    /** What remembers a scheduled run, so that it runs once: put, then update. */
    runWrites: 2,
    /** Incident, its changes and its notices. */
    findingWrites: 4,
  },
  /** Objects read and written by a run. */
  s3: {
    discover: { gets: 3, puts: 2 },
    collect: { gets: 3, puts: 1 },
    assess: { gets: 3, puts: 1 },
    evaluate: { gets: 3, puts: 1 },
    project: { gets: 5, puts: 2 },
    train: { gets: 5, puts: 2 },
    report: { gets: 1, puts: 0 },
    scrape: { gets: 3, puts: 1 },
  },
  /** Bytes of the state of a model with its detectors: 33 MB for 1,500 series (lib/adapters/stores/s3/README.md). */
  modelBytes: 22_000,
  /** Bytes of what a series is forecast from, and its scores: 2 to 20 kB (README.md of the accuracy). */
  outlookBytes: 12_000,
  /** Bytes of a point in Timestream or InfluxDB, names included, as they come in a batch. */
  pointBytes: 60,
  /** Log lines of a run with Lambda's own, in bytes. */
  logBytes: 1500,
  /** Series that one run of train takes. */
  trainBatch: 50,
  /** From one look for models that are due to the next. */
  trainLookMinutes: 60,
  /** Transitions of a child of the map: begin, train, end. */
  childTransitions: 3,
  /** Lambda keeps so many pollers on a queue, each with long polls of 20 s: three a minute. Source: Lambda
   *  developer guide, using Lambda with Amazon SQS. */
  queuePollers: 5,
  queuePollsPerMinute: 3,
  /** A service asks KMS for a data key again after 5 minutes. Source: SQS and DynamoDB developer guides. */
  dataKeyMinutes: 5,
  /** Metrics that one ListMetrics call lists. */
  listedMetrics: 500,
  /** Least time of a Timestream query, and its compute units. Source: Timestream developer guide, TCU. */
  queryHours: 30 / 3600,
  queryUnits: 4,
  /** Assumed: findings and alarm messages a day, and widgets drawn a day. */
  findingsPerDay: 20,
  widgetsPerDay: 100,
} as const;
