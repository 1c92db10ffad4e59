import { type Detector, type DetectorModel, fused, type Judged } from '../../lib/domain/anomaly/index.ts';
import { createTraffic, stepMs } from './traffic.ts';

export interface Speed {
  readonly detector: string;
  /** Points scored and taken in by a second of CPU, one series, memory full. */
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
export function measureSpeed(detector: Detector, { before, budgetMs }: SpeedOptions): Speed {
  const traffic = createTraffic(1);
  const { model, take } = createTaker(detector);
  let at = 0;
  for (const until = cpuMs() + budgetMs; at < before && cpuMs() < until; at++) take(traffic(at));
  const points = Array.from({ length: 2_000 }, (_, i) => traffic(at + i));
  const started = cpuMs();
  let taken = 0;
  while (cpuMs() - started < budgetMs) {
    for (const point of points) take({ ...point, timeMs: point.timeMs + taken * stepMs });
    taken += points.length;
  }
  return {
    detector: detector.id,
    pointsASecond: (1000 * taken) / (cpuMs() - started),
    stateBytes: JSON.stringify(model.state()).length,
  };
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
