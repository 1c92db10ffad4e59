import { monthMs } from '../month.ts';
import { unitCosts } from '../unit-costs.ts';
import type { CostedStage, EstimateFacts } from './facts.ts';
import { sum } from './line.ts';

/** What one stage does in a month. */
export interface StageRuns {
  readonly runs: number;
  /** Of them, those that a schedule starts. */
  readonly scheduled: number;
  /** Messages of its queue. */
  readonly messages: number;
  /** Series worked on, by all runs together. */
  readonly series: number;
}

const monthMinutes = monthMs / 60_000;
const monthDays = 30;

/** What each stage that is there does in a month. */
export function runsOf(facts: EstimateFacts): ReadonlyMap<CostedStage, StageRuns> {
  const { minutesBetween: every, clusters, partsPerCluster, optional } = facts;
  const times = (minutes: number) => monthMinutes / minutes;
  const parts = clusters * partsPerCluster;
  const { polled, assessed, polls } = seriesOf(facts);
  const collects = times(every.collect);
  const findings = unitCosts.findingsPerDay * monthDays;
  // Discover also asks for the clusters' states, as often as points are collected.
  const stages: [CostedStage, StageRuns][] = [
    ['discover', work(times(every.discover) + collects, 0, facts.emittedSeries * times(every.discover))],
    ['collect', work(collects, parts * collects, polls)],
    ['assess', work(0, parts * collects, assessed * collects)],
    // One of the parts asks: the others' messages are dropped as the same.
    ['evaluate', work(0, clusters * collects, polled * collects)],
    ['project', work(times(every.project), parts * times(every.project), assessed * times(every.project))],
    ['train', trainRuns(assessed, times(every.train))],
    ['report', work(times(every.report), 0, 0)],
    ['route', work(monthMinutes, findings, 0)],
    ['widget', { ...work(0, 0, 0), runs: unitCosts.widgetsPerDay * monthDays }],
  ];
  if (optional.respond) stages.push(['respond', work(0, findings, 0)]);
  if (optional.scrape) stages.push(['scrape', work(monthMinutes, 0, 0)]);
  return new Map(stages);
}

/** Series polled and assessed, and how many polls of a series there are in a month. */
export function seriesOf({ polled }: Pick<EstimateFacts, 'polled'>) {
  return {
    polled: sum(polled.map(({ series }) => series)),
    assessed: sum(polled.map(({ assessed }) => assessed)),
    polls: sum(polled.map(({ series, everyMs }) => series * (monthMs / everyMs))),
    signalPolls: sum(polled.map(({ signals, everyMs }) => signals * (monthMs / everyMs))),
    verdicts: sum(polled.map(({ assessed, everyMs }) => assessed * (monthMs / everyMs))),
  };
}

function work(scheduled: number, messages: number, series: number): StageRuns {
  return { runs: scheduled + messages, scheduled, messages, series };
}

/** A plan and a summary each hour, and a run for each batch of what is due then. */
function trainRuns(assessed: number, times: number): StageRuns {
  const looks = monthMinutes / unitCosts.trainLookMinutes;
  const runs = 2 * looks + trainBatches(assessed, times);
  return { runs, scheduled: looks, messages: 0, series: assessed * times };
}

/** Batches that are trained in a month. @param times how often each series is trained in it */
export function trainBatches(assessed: number, times: number): number {
  return times * Math.ceil(assessed / unitCosts.trainBatch);
}
