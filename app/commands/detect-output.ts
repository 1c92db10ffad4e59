import type { DetectChart } from '../plot/detect-svg.ts';
import type { DetectedEvent } from './detect-events.ts';
import type { DetectedSeries } from './run-detect.ts';
import { timeAt } from './series-grid.ts';
import { isoTime, stepName } from './step-name.ts';
import { textTable } from './text-table.ts';

/** How it was judged, for the outputs to name. */
export interface DetectTitle {
  /** What was asked for: one detector, or several together. */
  readonly detector: string;
  /** False alarms a series and month. */
  readonly budget: number;
  /** Coverage of the interval in percent. */
  readonly level: number;
}

/** A line of JSON; without times a step is `row`, counted from 1, in place of `timestamp`. Unknown is null. */
export function detectJson(made: DetectedSeries, { detector, budget, level }: DetectTitle): string {
  const { series, learnt } = made;
  const isLearning = learnt >= series.values.length;
  return `${JSON.stringify({
    series: series.name,
    detector,
    budget,
    level,
    stepMs: series.isTimed ? series.stepMs : null,
    isLearning,
    learningSteps: learnt,
    events: made.events.map((event) => eventJson(made, event)),
    points: Array.from(series.values, (value, i) => ({
      ...place(made, i),
      value,
      expected: made.expected[i],
      lower: made.lower[i],
      upper: made.upper[i],
      score: made.scores[i],
      anomaly: made.anomalies[i] === 1,
    })),
  })}\n`;
}

function eventJson(made: DetectedSeries, { fromStep, toStep, worstStep, likeMs, ...event }: DetectedEvent) {
  const [from, to, worst] = [fromStep, toStep, worstStep].map((step) => place(made, step));
  const words = whatWords(made, { fromStep, toStep, worstStep, ...event, ...(likeMs && { likeMs }) });
  return { from, to, worst, ...event, words };
}

function place({ series }: Pick<DetectedSeries, 'series'>, step: number) {
  const time = timeAt(series, step);
  return series.isTimed ? { timestamp: isoTime(time) } : { row: time + 1 };
}

/**
 * All points as CSV: `timestamp,value,expected,lower,upper,score,anomaly`, with `series` before them where there are
 * several, and `row` in place of `timestamp` where there are no times. What is not known is empty.
 */
export function detectCsv(all: readonly DetectedSeries[]): string {
  const isTimed = all[0]?.series.isTimed ?? true;
  const isMany = all.length > 1;
  const columns = [isTimed ? 'timestamp' : 'row', 'value,expected,lower,upper,score,anomaly'];
  const rows = all.flatMap((made) =>
    Array.from(made.series.values, (value, i) => {
      const { timestamp, row } = { timestamp: undefined, row: undefined, ...place(made, i) };
      const numbers = [value, made.expected[i], made.lower[i], made.upper[i], made.scores[i]].map(csvNumber);
      const name = isMany ? [csvCell(made.series.name)] : [];
      return [...name, timestamp ?? row, ...numbers, made.anomalies[i]].join(',');
    }),
  );
  return `${[[...(isMany ? ['series'] : []), ...columns].join(','), ...rows].join('\n')}\n`;
}

function csvNumber(value = Number.NaN): string {
  return Number.isFinite(value) ? String(value) : '';
}

/** Quoted where RFC 4180 wants it. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The events that a person is shown: the rest is for --json and --csv. */
const eventsShown = 20;

/** The anomalies of a series as events, one a line. */
export function detectWords(made: DetectedSeries, { detector, budget }: DetectTitle): string {
  const { series, events } = made;
  const name = series.name.replace(/\p{Cc}+/gu, ' ');
  const count = `${events.length} ${events.length === 1 ? 'anomaly' : 'anomalies'}`;
  const title = `${name}: ${count} in ${series.values.length} steps by ${detector}, for ${budget} false alarm${budget === 1 ? '' : 's'} a month\n${learningWords(made)}`;
  if (events.length === 0) return title;
  const newest = events.slice(-eventsShown);
  const table = textTable(
    ['from', 'to', 'worst', 'expected', 'what'],
    newest.map((event) => rowOf(made, event)),
  );
  const before = events.length - newest.length;
  return `${title}\n${table}${before > 0 ? `… and ${before} before them: --json or --csv\n` : ''}`;
}

/** Where nothing could be called an anomaly yet. */
export function learningWords({ series, learnt }: DetectedSeries): string {
  const { length } = series.values;
  if (learnt >= length)
    return `still learning at its end: ${length} steps are too few to call anything an anomaly\n`;
  return `still learning until ${stepName(series, learnt)}: nothing before is called an anomaly\n`;
}

function rowOf(made: DetectedSeries, event: DetectedEvent): string[] {
  return [
    stepName(made.series, event.fromStep),
    stepName(made.series, event.toStep),
    short(event.value),
    Number.isNaN(event.expected) ? '-' : short(event.expected),
    whatWords(made, event),
  ];
}

/** In one sentence: which side, how long, who found it, and whether it was so before. */
export function whatWords(made: DetectedSeries, event: DetectedEvent): string {
  const { series, lower, upper } = made;
  const { value, expected, worstStep, fromStep, toStep, detectors, likeMs, score } = event;
  const isOf = !Number.isNaN(expected);
  const side = (isOf ? value - expected : score) < 0 ? 'below' : 'above';
  const range = [lower[worstStep], upper[worstStep]].map((one = Number.NaN) => short(one)).join(' to ');
  const length = toStep - fromStep + 1;
  const what = isOf ? `${side} the expected ${range}` : `unusually ${side === 'below' ? 'low' : 'high'}`;
  const steps = length === 1 ? 'one step' : `${length} steps`;
  const like = likeMs === undefined ? '' : `, like ${series.isTimed ? isoTime(likeMs) : 'an earlier one'}`;
  return `${what}, ${steps}, found by ${listed(detectors)}${like}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Four digits at least, and every one before the point. */
function short(value: number): string {
  return Math.abs(value) >= 1e4 && Math.abs(value) < 1e15
    ? value.toFixed(0)
    : String(Number(value.toPrecision(4)));
}

/** What to draw of it. */
export function chartOf(made: DetectedSeries, { detector, budget, level }: DetectTitle): DetectChart {
  const { series, events } = made;
  const found = `${events.length} ${events.length === 1 ? 'event' : 'events'}`;
  return {
    ...made,
    title: series.name,
    subtitle: `${found} by ${detector}, for ${budget} false alarm${budget === 1 ? '' : 's'} a month`,
    isTimed: series.isTimed,
    times: series.values.map((_, step) => timeAt(series, step)),
    values: series.values,
    events: events.map(({ fromStep, toStep }) => [timeAt(series, fromStep), timeAt(series, toStep)]),
    level,
  };
}
