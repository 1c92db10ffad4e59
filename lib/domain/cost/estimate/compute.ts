import { monthMs } from '../month.ts';
import { unitCosts } from '../unit-costs.ts';
import type { EstimateFacts } from './facts.ts';
import { type EstimateLine, type LineOf, sum } from './line.ts';
import { runsOf, seriesOf, trainBatches } from './runs.ts';

const monthMinutes = monthMs / 60_000;

/** Functions, schedules, queues, topics and the state machine. */
export function computeLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const scheduled = sum([...runsOf(facts).values()].map((stage) => stage.scheduled));
  const findings = unitCosts.findingsPerDay * 30;
  return [
    ...lambdaLines(facts, line),
    line('schedules', 'EventBridge Scheduler', 'scheduled runs', 'schedule', scheduled),
    ...queueLines(facts, line),
    line('topics', 'SNS', 'findings and alarms', 'snsPublish', findings),
    line('topics', 'SNS', 'e-mails', 'snsEmail', findings * facts.emails),
    line('train', 'Step Functions', 'state transitions', 'stateTransition', transitions(facts)),
  ];
}

function lambdaLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  return [...runsOf(facts)].flatMap(([stage, { runs, series }]) => {
    const { runMs, seriesMs } = unitCosts.lambda[stage];
    const seconds = (runs * runMs + series * seriesMs) / 1000;
    return [
      line(stage, 'Lambda', 'run time', 'lambdaGbSecond', (seconds * facts.memoryMb[stage]) / 1024),
      line(stage, 'Lambda', 'runs', 'lambdaRequest', runs),
    ];
  });
}

/** The queues that functions take messages from. */
const queues = ['collect', 'assess', 'evaluate', 'project', 'route', 'respond'] as const;

/** Mostly the polls of empty queues, which Lambda makes without end; a message is sent, received and deleted. */
function queueLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const runs = runsOf(facts);
  const empty = unitCosts.queuePollers * unitCosts.queuePollsPerMinute * monthMinutes;
  return queues.flatMap((stage) => {
    const work = runs.get(stage);
    if (work === undefined) return [];
    const price = stage === 'evaluate' ? 'sqsFifoRequest' : 'sqsRequest';
    return [line(stage, 'SQS', "Lambda's polls and messages", price, empty + 3 * work.messages)];
  });
}

/** Queues that are there. */
export function queueCount({ optional }: EstimateFacts): number {
  return queues.length - (optional.respond ? 0 : 1);
}

/** Start, plan, map, summary and end of each run, and those of the map's children. */
function transitions(facts: EstimateFacts): number {
  const times = monthMinutes / facts.minutesBetween.train;
  const looks = monthMinutes / unitCosts.trainLookMinutes;
  return 5 * looks + unitCosts.childTransitions * trainBatches(seriesOf(facts).assessed, times);
}
