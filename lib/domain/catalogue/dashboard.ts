/** One dashboard model, rendered to CloudWatch, to the laptop's page and to Grafana. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  /** Signals drawn together: one unit. */
  readonly signals: readonly string[];
  /** Draw the expected band and mark anomalies where there are verdicts. @default false */
  readonly band?: true;
  /** Of 24 columns. */
  readonly width: 6 | 8 | 12 | 24;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}
