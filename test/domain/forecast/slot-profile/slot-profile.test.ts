import { createSlotProfile, slotProfile } from '../../../../lib/domain/forecast/slot-profile/index.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24, 168] };
const week = (t: number) => 100 + (t % 168);

test('four equal weeks are forecast exactly', () => {
  const result = slotProfile.fit(
    Float64Array.from({ length: 672 }, (_, t) => week(t)),
    options,
  );
  if (result.kind !== 'fitted') throw new Error('not fitted');
  const { mean } = result.model.forecast(168, 0.95);
  for (const [h, value] of mean.entries()) expect(value).toBeCloseTo(week(672 + h), 3);
});

test('newer weeks count more: 1.8 of 2.44 for the last two of three, on the logarithm', () => {
  const y = Float64Array.from({ length: 504 }, (_, t) => (t < 168 ? Math.E ** 2 : Math.E));
  const result = slotProfile.fit(y, options);
  if (result.kind !== 'fitted') throw new Error('not fitted');
  const share = 0.64 / (1 + 0.8 + 0.64);
  expect(result.model.next(0.95).mean).toBeCloseTo(Math.exp(1 + share), 4);
});

test('a gap leaves its slot as it was', () => {
  const y = Float64Array.from({ length: 672 }, (_, t) => week(t));
  const result = slotProfile.fit(y, options);
  if (result.kind !== 'fitted') throw new Error('not fitted');
  for (let t = 0; t < 168; t++) result.model.update(Number.NaN);
  expect(result.model.next(0.95).mean).toBeCloseTo(week(672), 3);
});

test('where errors echo, a level that rose goes on in the forecast', () => {
  const y = Float64Array.from({ length: 840 }, (_, t) => week(t) * (t % 200 > 120 ? 1.5 : 1));
  const plain = createSlotProfile({ decay: 0.5, echoes: false }).fit(y, options);
  const echoing = createSlotProfile({ decay: 0.5, echoes: true }).fit(y, options);
  if (plain.kind !== 'fitted' || echoing.kind !== 'fitted') throw new Error('not fitted');
  for (const { model } of [plain, echoing]) for (let t = 0; t < 12; t++) model.update(2 * week(t));
  expect(echoing.model.next(0.95).mean).toBeGreaterThan(plain.model.next(0.95).mean * 1.1);
  const again = slotProfile.restore(JSON.parse(JSON.stringify(echoing.model.state())));
  expect(again.forecast(30, 0.9)).toEqual(echoing.model.forecast(30, 0.9));
});

test('says that it needs a season twice', () => {
  expect(slotProfile.fit(new Float64Array(40).fill(3), options)).toEqual({
    kind: 'too_short',
    got: 40,
    needed: 48,
  });
  expect(slotProfile.fit(new Float64Array(40).fill(3), { ...options, periods: [] })).toMatchObject({
    kind: 'too_short',
  });
});
