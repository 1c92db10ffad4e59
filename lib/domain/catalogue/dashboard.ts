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

/** What a page shows besides panels; each is drawn from what Tidewatch itself has found. */
export type View = 'alarms' | 'incidents' | 'capacity' | 'forecasts' | 'costs' | 'stages';

/** Panels of a section, in the section's order. */
export interface PageSection {
  readonly section: string;
  /** Ids of panels. @default all of the section */
  readonly panels?: readonly string[];
}

/** A dashboard where each one costs money: few sections on one page, for one question. */
export interface Page {
  readonly id: string;
  readonly title: string;
  /** What it answers, as one line below the title. */
  readonly about: string;
  /** How far back it looks when it is opened, as an ISO 8601 duration. */
  readonly span: 'PT12H' | 'P1D' | 'P14D';
  /** Shown before the sections. */
  readonly views: readonly View[];
  readonly sections: readonly PageSection[];
}
