import { multivariate } from '../../../../lib/domain/anomaly/index.ts';
import { normal } from '../../../memory/noise.ts';

const stepMs = 60_000;

/** Bytes, messages and CPU of a broker: one load drives all. */
function signals(change: (row: number[], i: number) => number[], crowdAt = -1) {
  const random = normal(4);
  return Array.from({ length: 1100 }, (_, i) => {
    const load = 1 + 0.7 * Math.sin(i / 60) + 0.05 * random() + (i === crowdAt ? 1.2 : 0);
    return change(
      [5e6 * load * (1 + 0.02 * random()), 9e3 * load * (1 + 0.02 * random()), 20 + 40 * load + random()],
      i,
    );
  });
}

function judge(rows: readonly (readonly number[])[]) {
  const model = multivariate.create({ members: 3, stepMs, learningSteps: 450 });
  return rows.map((observed, i) => {
    const said = model.score({ observed, timeMs: i * stepMs });
    model.update({ observed, timeMs: i * stepMs });
    return said;
  });
}

test('values that are each usual are found where they do not go together, and whose fault it is', () => {
  // A CPU as at full load, beside bytes as at the quietest time of the rhythm.
  const quiet = 1036;
  const greatest = Math.max(
    ...signals((row) => row)
      .slice(450, 1000)
      .map(([, , cpu = 0]) => cpu),
  );
  const said = judge(
    signals(([bytes = 0, count = 0, cpu = 0], i) => [bytes, count, i === quiet ? greatest : cpu]),
  );
  expect(said[quiet]?.pValue).toBeLessThan(1e-4);
  const [bytes, count, cpu] = said[quiet]?.members.map(({ score }) => score) ?? [];
  expect(cpu).toBeGreaterThan(4);
  expect(Math.abs(cpu ?? 0)).toBeGreaterThan(Math.max(Math.abs(bytes ?? 0), Math.abs(count ?? 0)));
});

test('a load beyond all that was seen is little news where all signals follow it', () => {
  const said = judge(signals((row) => row, 850));
  const alone = judge(signals(([bytes = 0, ...rest], i) => [i === 850 ? 1.5 * bytes : bytes, ...rest]));
  expect(said[850]?.score).toBeLessThan(0.6 * (alone[850]?.score ?? 0));
  expect(alone[850]?.pValue).toBeLessThan(1e-4);
});

test('a relation that has changed for good is learnt', () => {
  const said = judge(
    signals(([bytes = 0, count = 0, cpu = 0], i) => [i >= 550 ? 1.4 * bytes : bytes, count, cpu]),
  );
  expect(said[550]?.pValue).toBeLessThan(2e-3);
  expect(said.slice(-60).filter(({ pValue }) => pValue < 1e-3)).toEqual([]);
});
