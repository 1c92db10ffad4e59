import {
  type GroupDetector,
  type GroupModel,
  groupDetectorById,
  groupDetectors,
  type Score,
} from '../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../lib/domain/forecast/forecaster.ts';
import { normal } from '../../memory/noise.ts';

const stepMs = 300_000;
const learningSteps = 200;
const members = 4;
const options = { members, stepMs, learningSteps };
const all = groupDetectors.map((detector) => [detector.id, detector] as const);

function take(model: GroupModel, observed: readonly number[], i: number) {
  const point = { observed, timeMs: i * stepMs };
  const score = model.score(point);
  model.update(point);
  return score;
}

/** Brokers that share a load with a daily rhythm, each a little differently. */
const random = normal(5);
const load = Array.from({ length: 900 }, (_, i) => 1e6 * (1 + 0.6 * Math.sin(i / 46)));
const shares = [1, 0.8, 1.1, 0.3];
const calm = load.map((all) => shares.map((share) => all * share * (1 + 0.02 * random())));

type Rows = readonly (readonly number[])[];
const swap = (to: (value: number, i: number, member: number) => number): Rows =>
  calm.map((row, i) => row.map((value, member) => to(value, i, member)));

const troubles: Readonly<Record<string, Rows>> = {
  constants: swap(() => 7),
  noughts: swap(() => 0),
  'no value at all': swap(() => Number.NaN),
  gaps: swap((v, i, member) => ((i + member) % 5 === 0 ? Number.NaN : v)),
  'a member that comes late and one that leaves': swap((v, i, member) =>
    (member === 0 && i < 500) || (member === 1 && i > 700) ? Number.NaN : v,
  ),
  'counters that are reset': swap((_, i, member) => ((i + 50 * member) % 300) * 1e6),
  'five orders of magnitude': swap((v, i) => v * 10 ** ((i % 100) / 20)),
  'values below nought': swap((v, i) => (i % 9 === 0 ? -v : v)),
  infinities: swap((v, i, member) => (i % 50 === member ? Number.POSITIVE_INFINITY : v)),
  'numbers beyond squares': swap((v, i) => (i % 90 === 89 ? 1e300 : v)),
};

const isSound = ({ score, pValue }: Score) => Number.isFinite(score) && pValue >= 0 && pValue <= 1;

test.each(
  all.flatMap(([id, one]) => Object.entries(troubles).map(([name, rows]) => [id, name, one, rows] as const)),
)('%s says something finite of %s', (_id, _name, detector: GroupDetector, rows) => {
  const model = detector.create(options);
  const said = rows.map((row, i) => take(model, row, i));
  expect(said.filter((one) => !isSound(one) || !one.members.every(isSound))).toEqual([]);
  expect(said.every((one) => one.members.length === members)).toBe(true);
  expect(() => detector.restore(JSON.parse(JSON.stringify(model.state())))).not.toThrow();
});

test.each(all)('%s says nothing while it learns, and makes no storm of what is usual', (_id, detector) => {
  const model = detector.create(options);
  const said = calm.map((row, i) => take(model, row, i));
  expect(said.slice(0, learningSteps / 2).every(({ pValue }) => pValue === 1)).toBe(true);
  // 700 looks at four series: one of them may well be a thousandth.
  expect(said.filter(({ pValue }) => pValue < 1e-4)).toEqual([]);
  expect(said.filter(({ pValue }) => pValue < 0.01).length).toBeLessThan(30);
});

test.each(all)('%s makes no storm of a level that all take together', (_id, detector) => {
  const model = detector.create(options);
  const said = swap((v, i) => (i > 600 ? 3 * v : v)).map((row, i) => take(model, row, i));
  expect(said.filter(({ pValue }) => pValue < 1e-4).length).toBeLessThan(40);
});

test.each(all)('%s restored from its text goes on exactly alike, whenever that is', (_id, detector) => {
  for (const cut of [0, 1, 57, 300, 700]) {
    const straight = detector.create(options);
    calm.slice(0, cut).forEach((row, i) => void take(straight, row, i));
    const restored = detector.restore(JSON.parse(JSON.stringify(straight.state())) as Json);
    const rest = calm.slice(cut, cut + 150);
    const of = (model: GroupModel) => rest.map((row, i) => take(model, row, cut + i));
    expect(of(restored)).toEqual(of(straight));
    expect(restored.state()).toEqual(straight.state());
  }
});

test.each(all)('%s keeps a bounded state', (_id, detector) => {
  const model = detector.create(options);
  for (let round = 0; round < 4; round++) calm.forEach((row, i) => void take(model, row, 900 * round + i));
  const sizes = JSON.stringify(model.state()).length;
  calm.forEach((row, i) => void take(model, row, 3600 + i));
  expect(JSON.stringify(model.state()).length).toBeLessThan(1.02 * sizes);
  expect(sizes).toBeLessThan(3_000 * members);
});

test.each(all)('%s says which groups and points it cannot take', (_id, detector) => {
  expect(() => detector.create({ members: 1, stepMs })).toThrow(/got 1 members: give at least [23]/);
  expect(() => detector.create(options).score({ observed: [1, 2], timeMs: 0 })).toThrow(
    'got 2 values for 4 members: give one each, NaN for a gap',
  );
  expect(() => detector.restore({ kind: 'other' })).toThrow(RangeError);
});

test('a group detector is found by its id, and none by an unknown one', () => {
  for (const [id, detector] of all) expect(groupDetectorById(id)).toBe(detector);
  expect(groupDetectorById('oracle')).toBeUndefined();
});
