import {
  type Detector,
  type DetectorModel,
  detectors,
  type Score,
} from '../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const options = { stepMs, startMs: 0, learningSteps: 100, range: { min: 0, max: 200 }, seed: 7 };

const expectedOf = (mean: number) => ({ mean, sd: 2, lower: mean - 4, upper: mean + 4 });
const pointOf = (observed: number, i: number) => ({
  observed,
  expected: expectedOf(100),
  timeMs: i * stepMs,
});

function take(model: DetectorModel, observed: number, i: number) {
  const score = model.score(pointOf(observed, i));
  model.update(pointOf(observed, i));
  return score;
}

const random = createRandom(3);
const daily = Array.from(
  { length: 900 },
  (_, i) => 100 + 20 * Math.sin(i / 46) + 4 * (random() + random() - 1),
);

const troubles: Readonly<Record<string, readonly number[]>> = {
  'a constant': daily.map(() => 100),
  noughts: daily.map(() => 0),
  'no value at all': daily.map(() => Number.NaN),
  gaps: daily.map((v, i) => (i % 7 < 3 ? Number.NaN : v)),
  'a counter that is reset': daily.map((_, i) => (i % 300) * 1e6),
  'five orders of magnitude': daily.map((v, i) => v * 10 ** ((i % 100) / 20)),
  infinities: daily.map((v, i) => (i % 50 === 0 ? Number.POSITIVE_INFINITY : v)),
  'numbers beyond squares': daily.map((v, i) => (i % 90 === 89 ? 1e300 : v)),
};

const cases = detectors.flatMap((detector) =>
  Object.entries(troubles).map(([name, values]) => [detector.id, name, detector, values] as const),
);

test.each(cases)('%s says something finite of %s', (_id, _name, detector: Detector, values) => {
  const model = detector.create(options);
  const said = values.map((value, i) => take(model, value, i));
  const isSound = ({ score, pValue }: Score) => Number.isFinite(score) && pValue >= 0 && pValue <= 1;
  expect(said.filter((one) => !isSound(one))).toEqual([]);
  // What is no number is no JSON: a state with one would not come back.
  const text = JSON.stringify(model.state());
  expect(() => detector.restore(JSON.parse(text))).not.toThrow();
});

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s restored from its text goes on exactly alike, whenever that is',
  (_, detector) => {
    for (const cut of [0, 1, 57, 300, 700]) {
      const straight = detector.create(options);
      for (let i = 0; i < cut; i++) take(straight, daily[i] ?? 0, i);
      const restored = detector.restore(JSON.parse(JSON.stringify(straight.state())) as Json);
      const rest = daily.slice(cut, cut + 200);
      expect(rest.map((value, i) => take(restored, value, cut + i))).toEqual(
        rest.map((value, i) => take(straight, value, cut + i)),
      );
      expect(restored.state()).toEqual(straight.state());
    }
  },
);

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s bears a clock that jumps and goes back',
  (_, detector) => {
    const model = detector.create(options);
    const jumps = [0, 1, 2, 5_000, 5_001, 3, 4, 900_000_000, 2, -7];
    for (const at of jumps.flatMap((jump) => [jump, jump + 0.5]))
      expect(Number.isFinite(take(model, 100, at).score)).toBe(true);
  },
);

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s keeps its state under 24 kB a series',
  (_, detector) => {
    const model = detector.create({ ...options, learningSteps: 750 });
    for (let i = 0; i < 8_000; i++) model.update(pointOf(100 + 20 * Math.sin(i / 46) + random(), i));
    expect(JSON.stringify(model.state()).length).toBeLessThan(24_000);
  },
);

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s refuses a state that is none',
  (_, detector) => {
    const broken: Json[] = [null, [], {}, { version: 1 }, { kind: detector.id, version: 1 }, { kind: 'x' }];
    for (const state of broken) expect(() => detector.restore(state)).toThrow(RangeError);
  },
);
