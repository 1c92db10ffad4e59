import {
  type Detector,
  type DetectorModel,
  fused,
  type GroupDetector,
  type GroupPoint,
  type Judged,
} from '../../lib/domain/anomaly/index.ts';
import { createTraffic, stepMs } from './traffic.ts';

export interface Speed {
  readonly detector: string;
  /** Values scored and taken in by a second of CPU, memory full: of one series, or of all of a group. */
  readonly pointsASecond: number;
  /** Length of the state as JSON text, memory full. */
  readonly stateBytes: number;
}

export interface SpeedOptions {
  /** Points that fill the memory before anything is measured. */
  readonly before: number;
  /** Longest that is measured, in ms of CPU. */
  readonly budgetMs: number;
}

/** How fast a detector takes points, score and update, and how large its state is. */
export function measureSpeed(detector: Detector, options: SpeedOptions): Speed {
  const { model, take } = createTaker(detector);
  const pointsASecond = rateOf(createTraffic(1), take, options);
  return { detector: detector.id, pointsASecond, stateBytes: JSON.stringify(model.state()).length };
}

/** The same of a detector of so many series at once. */
export function measureGroupSpeed(detector: GroupDetector, members: number, options: SpeedOptions): Speed {
  const series = Array.from({ length: members }, (_, i) => createTraffic(i + 1));
  const model = detector.create({ members, stepMs });
  const pointAt = (i: number): GroupPoint => ({
    observed: series.map((at) => at(i).observed),
    timeMs: i * stepMs,
  });
  const take = (point: GroupPoint) => {
    model.score(point);
    model.update(point);
  };
  const pointsASecond = members * rateOf(pointAt, take, options);
  const stateBytes = JSON.stringify(model.state()).length;
  return { detector: `${detector.id}, ${members} series`, pointsASecond, stateBytes };
}

/** Points that are taken by a second of CPU once the memory is full. */
function rateOf<P extends { readonly timeMs: number }>(
  pointAt: (i: number) => P,
  take: (point: P) => void,
  { before, budgetMs }: SpeedOptions,
): number {
  let at = 0;
  for (const until = cpuMs() + budgetMs; at < before && cpuMs() < until; at++) take(pointAt(at));
  const points = Array.from({ length: 2_000 }, (_, i) => pointAt(at + i));
  const started = cpuMs();
  let taken = 0;
  while (cpuMs() - started < budgetMs) {
    for (const point of points) take({ ...point, timeMs: point.timeMs + taken * stepMs });
    taken += points.length;
  }
  return (1000 * taken) / (cpuMs() - started);
}

interface Taker {
  readonly model: DetectorModel;
  readonly take: (point: Judged) => void;
}

/** Score and update; the fused detector has one call for both. */
function createTaker(detector: Detector): Taker {
  const options = { stepMs, startMs: 0 };
  if (detector.id === fused.id) {
    const model = fused.create(options);
    return { model, take: (point) => void model.take(point) };
  }
  const model = detector.create(options);
  const take = (point: Judged) => {
    model.score(point);
    model.update(point);
  };
  return { model, take };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
