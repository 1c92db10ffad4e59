import { Rest } from '../../lib/domain/anomaly/calibration/rest.ts';
import {
  budgetPValue,
  type Detector,
  detectorById,
  fused,
  type StreamOptions,
} from '../../lib/domain/anomaly/index.ts';
import { served } from '../cloud/service.ts';
import { boundsOf } from './copies.ts';
import type { Job, Marked } from './crew.ts';
import { type LabelledFile, stepOf } from './read.ts';

/** What is alarming of a p-value of a single detector: about what a member needs in the fused one. */
const alarmPValue = 10 ** -2.8;
/** Share of the learning time that is silent after an alarm. */
const restShare = 0.2;

/** Rows that the benchmark gives each detector to learn from: 15 %, at most 750. */
export function probation(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/**
 * Scores and alarms of a file, row by row, none of which sees a later row.
 * @throws RangeError for a detector that there is not
 */
export function mark(file: LabelledFile, { layer, detector: id, withRange, budget }: Job): Marked {
  if (layer === 'service') return served(file, budget);
  const detector = detectorById(id);
  if (detector === undefined) throw new RangeError(`got detector ${id}: there is none of that name`);
  const options: StreamOptions = { stepMs: stepOf(file.timesMs), startMs: file.timesMs[0] ?? 0 };
  if (layer === 'quiet') return budgeted(file, options, detector, budget);
  const known = {
    ...options,
    learningSteps: probation(file.values.length),
    ...(withRange && { range: boundsOf(file.values) }),
  };
  return detector.id === fused.id ? beginnings(file, known) : singleBeginnings(file, known, detector);
}

/** Each row below the p-value that the budget allows: the quiet layer. */
function budgeted(file: LabelledFile, options: StreamOptions, detector: Detector, budget: number): Marked {
  const model = detector.create(options);
  const least = budgetPValue(options, budget);
  return walk(file, (point) => {
    const { pValue } = model.score(point);
    model.update(point);
    return { score: -Math.log10(Math.max(pValue, Number.MIN_VALUE)), isAlarm: pValue <= least };
  });
}

/** The first row of each event by the fused detector: the sensitive layer. */
function beginnings(file: LabelledFile, options: StreamOptions): Marked {
  const model = fused.create(options);
  return walk(file, (point) => {
    const { isAlarm } = model.take(point);
    return { score: isAlarm ? 1 : 0, isAlarm };
  });
}

/** The same of a single detector. */
function singleBeginnings(file: LabelledFile, options: StreamOptions, detector: Detector): Marked {
  const model = detector.create(options);
  const learning = options.learningSteps ?? 0;
  const rest = new Rest(Math.round(restShare * learning));
  let row = 0;
  return walk(file, (point) => {
    const isAlarm = row++ >= learning && rest.isOver && model.score(point).pValue <= alarmPValue;
    model.update(point);
    rest.update(isAlarm);
    return { score: isAlarm ? 1 : 0, isAlarm };
  });
}

function walk(
  { timesMs, values }: LabelledFile,
  take: (point: { observed: number; timeMs: number }) => { score: number; isAlarm: boolean },
): Marked {
  const scores = new Float64Array(values.length);
  const flags = new Uint8Array(values.length);
  for (const [i, observed] of values.entries()) {
    const { score, isAlarm } = take({ observed, timeMs: timesMs[i] ?? 0 });
    scores[i] = score;
    flags[i] = isAlarm ? 1 : 0;
  }
  return { scores, flags };
}
