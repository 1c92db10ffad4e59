import { lstmError } from '../../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 3_600_000;
const learnt = 620;
const random = createRandom(8);
const daily = Array.from(
  { length: learnt + 24 },
  (_, t) => 200 + 80 * Math.sin((2 * Math.PI * t) / 24) + 6 * (random() + random() - 1),
);

const model = lstmError.create({ stepMs, startMs: 0 });
for (let t = 0; t < learnt; t++) model.update({ observed: daily[t] ?? 0, timeMs: t * stepMs });
const point = (observed: number) => ({ observed, timeMs: learnt * stepMs });
const next = daily[learnt] ?? 0;

test('a value that the network expects is usual, one that it does not is rare, on either side', () => {
  expect(model.score(point(next)).pValue).toBeGreaterThan(1e-3);
  expect(model.score(point(next + 70)).score).toBeGreaterThan(4);
  expect(model.score(point(next - 70)).score).toBeLessThan(-4);
  expect(model.score(point(next - 70)).pValue).toBeLessThan(1e-4);
});

test('a value that is usual at noon is rare at midnight', () => {
  expect(daily.filter((value) => value > next + 70).length).toBeGreaterThan(20);
  expect(model.score(point(next + 70)).pValue).toBeLessThan(1e-4);
});

test('its state stays under 20 kB, and restored it expects the same', () => {
  const text = JSON.stringify(model.state());
  expect(text.length).toBeLessThan(20_000);
  const restored = lstmError.restore(JSON.parse(text) as Json);
  expect(restored.score(point(next + 30))).toEqual(model.score(point(next + 30)));
});
