import { createPacer } from '../../../lib/adapters/aws/pace.ts';

function pacerOf(perSecond: number) {
  let nowMs = 1_000_000;
  const pauses: number[] = [];
  const pace = createPacer({
    perSecond,
    clock: { nowMs: () => nowMs },
    delay: async (ms) => void pauses.push(ms),
  });
  return { pace, pauses, advance: (ms: number) => (nowMs += ms) };
}

test('as many calls as fit into a second pass at once, the others wait their turn', async () => {
  const { pace, pauses } = pacerOf(4);
  for (let i = 0; i < 7; i++) await pace();
  expect(pauses).toEqual([250, 500, 750]);
});

test('calls that come at the rate never wait', async () => {
  const { pace, pauses, advance } = pacerOf(4);
  for (let i = 0; i < 40; i++) {
    await pace();
    advance(250);
  }
  expect(pauses).toEqual([]);
});

test('a pause allows one second of calls at once, however long it was', async () => {
  const { pace, pauses, advance } = pacerOf(2);
  await pace();
  advance(3_600_000);
  for (let i = 0; i < 3; i++) await pace();
  expect(pauses).toEqual([500]);
});
