import { type Detector, noScore, type Score } from '../../lib/domain/anomaly/detector.ts';
import type { GroupDetector } from '../../lib/domain/anomaly/group-detector.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import type { FileSeries } from './series-file.ts';

/**
 * What a detector of several series says of each of them, as detectors of that one series, in the order of the series.
 * @throws ConfigError when the series are too few, or not at the same times
 */
export function memberDetectors(group: GroupDetector, series: readonly FileSeries[]): readonly Detector[] {
  const first = series[0];
  if (first === undefined) return [];
  const starts = series.map((one) => startStep(one, first, group));
  const fromStep = Math.min(...starts);
  const said = series.map((): Score[] => []);
  const model = createModel(group, series.length, first.stepMs);
  const ends = series.map(({ values }, i) => (starts[i] ?? 0) + values.length);
  for (let step = fromStep; step < Math.max(...ends); step++) {
    const observed = series.map(({ values }, i) => values[step - (starts[i] ?? 0)] ?? Number.NaN);
    const point = { observed, timeMs: first.startMs + step * first.stepMs };
    const { members } = model.score(point);
    model.update(point);
    said.forEach((scores, i) => {
      if (step >= (starts[i] ?? 0)) scores.push(members[i] ?? noScore);
    });
  }
  return said.map((scores) => saidOf(group.id, scores));
}

function createModel(group: GroupDetector, members: number, stepMs: number) {
  try {
    return group.create({ members, stepMs });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError([`${group.id} compares series with each other: ${error.message}`], {
      cause: error,
    });
  }
}

/** Step of a series' first value on the grid of the first series. */
function startStep(one: FileSeries, first: FileSeries, group: GroupDetector): number {
  const steps = (one.startMs - first.startMs) / first.stepMs;
  if (one.stepMs === first.stepMs && one.months === first.months && Number.isInteger(steps)) return steps;
  throw new ConfigError([
    `${group.id} compares values of the same times, and ${one.name} has others than ${first.name}: give series of one step`,
  ]);
}

/** A detector that says what was said already, step by step. */
function saidOf(id: string, scores: readonly Score[]): Detector {
  return {
    id,
    create: () => {
      let step = 0;
      return {
        detectorId: id,
        score: () => scores[step] ?? noScore,
        update: () => void step++,
        state: () => null,
      };
    },
    restore: () => {
      throw new RangeError(`${id} of a file has no state: run it on the file`);
    },
  };
}
