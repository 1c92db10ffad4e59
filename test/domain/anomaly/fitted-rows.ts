import type { Detector } from '../../../lib/domain/anomaly/index.ts';
import { normal } from '../../memory/noise.ts';

const stepMs = 300_000;
const noise = normal(5);
/** Six days of a daily wave. */
const wave = Array.from(
  { length: 6 * 288 },
  (_, i) => 200 + 60 * Math.sin((2 * Math.PI * i) / 288) + 3 * noise(),
);

function fed(detector: Detector, values: readonly number[]) {
  const model = detector.create({ stepMs, startMs: 0 });
  values.forEach((observed, i) => {
    model.update({ observed, timeMs: i * stepMs });
  });
  return model;
}

/**
 * What holds of each detector that fits the last rows of a stream. After the wave, 200 is its mean and next value.
 * @param bound scores up to it are usual
 * @param oddAbove scores above it are those of the wrong time of day
 */
export function testFittedRows(detector: Detector, { bound, oddAbove }: { bound: number; oddAbove: number }) {
  const model = fed(detector, wave);
  const next = (observed: number) => model.score({ observed, timeMs: wave.length * stepMs });

  test('what lies where many lie is near, what lies apart is rare', () => {
    expect(next(200).score).toBeLessThan(bound);
    expect(next(200).pValue).toBeGreaterThan(0.01);
    expect(next(300).pValue).toBeLessThan(1e-4);
  });

  test('a value that is usual at another time of day is rare now', () => {
    expect(next(255).score).toBeGreaterThan(oddAbove);
    expect(next(255).pValue).toBeLessThan(1e-2);
  });

  test('nothing is told of a gap, nor before there is a fit', () => {
    expect(next(Number.NaN)).toEqual({ score: 0, pValue: 1 });
    const early = fed(detector, wave.slice(0, 50));
    expect(early.score({ observed: 1e6, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
  });
}
