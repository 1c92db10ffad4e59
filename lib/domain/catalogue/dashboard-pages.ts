import type { Page } from './dashboard.ts';

/** The pages of an environment. `overview` alone has what a person on call needs first. */
export const pages: readonly Page[] = [
  {
    id: 'overview',
    title: 'Overview',
    about: 'What is wrong, what will be, and the few numbers to look at first.',
    span: 'PT12H',
    views: ['alarms', 'incidents', 'capacity'],
    sections: [
      { section: 'overview' },
      { section: 'brokers', panels: ['cpu', 'heap', 'threads', 'connections'] },
      { section: 'consumers', panels: ['lag_sum'] },
      { section: 'replication', panels: ['under_replicated', 'controllers'] },
    ],
  },
  {
    id: 'brokers',
    title: 'Brokers',
    about: 'Each broker: its load, its requests, its replicas.',
    span: 'PT12H',
    views: [],
    sections: [{ section: 'brokers' }, { section: 'replication' }],
  },
  {
    id: 'topics',
    title: 'Topics',
    about: 'Traffic by topic; the twenty largest of each panel.',
    span: 'PT12H',
    views: [],
    sections: [{ section: 'topics' }],
  },
  {
    id: 'consumers',
    title: 'Consumers',
    about: 'Lag by group and topic; the twenty largest of each panel.',
    span: 'PT12H',
    views: [],
    sections: [{ section: 'consumers' }],
  },
  {
    id: 'forecasts',
    title: 'Forecasts',
    about: 'When limits are reached, what was expected, and what is expected next.',
    span: 'P1D',
    views: ['capacity', 'forecasts'],
    sections: [
      { section: 'overview' },
      { section: 'brokers' },
      { section: 'topics' },
      { section: 'consumers' },
    ],
  },
  {
    id: 'costs',
    title: 'Costs',
    about: 'What Tidewatch is estimated to cost, and what it uses.',
    span: 'P14D',
    views: ['costs'],
    sections: [],
  },
  {
    id: 'tidewatch',
    title: 'Tidewatch',
    about: 'Whether the monitoring itself runs: stages, queues, dead letters, models.',
    span: 'PT12H',
    views: ['incidents', 'stages'],
    sections: [],
  },
];
