import type { Detector } from '../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';

export const stepMs = 600_000;
export const daySteps = 144;

/** A series with a daily wave and a little noise, and a detector after so many steps of it. */
export function afterWave(detector: Detector, steps: number, seed = 1) {
  const random = createRandom(12);
  const model = detector.create({ stepMs, startMs: 0, seed });
  const usualAt = (i: number) => 100 + 40 * Math.sin((2 * Math.PI * i) / daySteps);
  const take = (i: number, observed = usualAt(i) + 3 * (random() + random() - 1)) => {
    const point = { observed, timeMs: i * stepMs };
    const score = model.score(point);
    model.update(point);
    return score;
  };
  const said = Array.from({ length: steps }, (_, i) => take(i));
  return { model, said, take, usualAt, now: steps };
}
