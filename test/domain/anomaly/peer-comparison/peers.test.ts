import { peerComparison } from '../../../../lib/domain/anomaly/index.ts';
import { normal } from '../../../memory/noise.ts';

const stepMs = 60_000;
const learnt = 400;

/** Three brokers of unlike shares through a day's rhythm and a flash crowd at 500. */
function brokers(change: (value: number, member: number, i: number) => number) {
  const random = normal(11);
  return Array.from({ length: 700 }, (_, i) => {
    const load = (1 + 0.7 * Math.sin(i / 90)) * (i >= 500 && i < 540 ? 6 : 1);
    return [1, 0.9, 1.4].map((share, member) =>
      change(1e6 * load * share * (1 + 0.03 * random()), member, i),
    );
  });
}

function judge(rows: readonly (readonly number[])[]) {
  const model = peerComparison.create({ members: 3, stepMs, learningSteps: learnt });
  return rows.map((observed, i) => {
    const said = model.score({ observed, timeMs: i * stepMs });
    model.update({ observed, timeMs: i * stepMs });
    return said;
  });
}

test('a crowd that all brokers carry is nobody’s fault', () => {
  const said = judge(brokers((value) => value));
  expect(said.filter(({ pValue }) => pValue < 1e-4)).toEqual([]);
});

test('a broker that loses half of its share is named, from the first step, and it alone', () => {
  const said = judge(brokers((value, member, i) => (i >= 600 && member === 2 ? value / 2 : value)));
  const first = said[600];
  expect(first?.pValue).toBeLessThan(1e-4);
  expect(first?.members[2]?.score).toBeCloseTo(Math.log(0.5), 0);
  expect(first?.members.map(({ pValue }) => pValue < 1e-3)).toEqual([false, false, true]);
});

test('with four brokers, the failed one is named though the others take over its work', () => {
  const random = normal(2);
  const model = peerComparison.create({ members: 4, stepMs, learningSteps: learnt });
  let last = model.score({ observed: [0, 0, 0, 0], timeMs: 0 });
  for (let i = 0; i <= 600; i++) {
    const shares = i === 600 ? [4 / 3, 4 / 3, 4 / 3, 0] : [1, 1, 1, 1];
    const observed = shares.map((share) => 1e6 * share * (1 + 0.02 * random()));
    last = model.score({ observed, timeMs: i * stepMs });
    model.update({ observed, timeMs: i * stepMs });
  }
  expect(last.members.map(({ pValue }) => pValue < 1e-6)).toEqual([false, false, false, true]);
});

test('with two brokers there at a time nothing is said: neither is the odd one', () => {
  const said = judge(
    brokers((value, member, i) =>
      member === 0 && i > 450 ? Number.NaN : i > 600 && member === 1 ? 9 * value : value,
    ),
  );
  expect(said.slice(451).every(({ pValue }) => pValue === 1)).toBe(true);
});
