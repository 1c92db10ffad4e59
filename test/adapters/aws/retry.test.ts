import { inParallel } from '../../../lib/adapters/aws/parallel.ts';
import { isTransient, lineOf, pauseMs, withRetry } from '../../../lib/adapters/aws/retry.ts';

const named = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('x'), { name, $metadata: { httpStatusCode } });

test.each([
  ['ThrottlingException', 400, true],
  ['SlowDown', 503, true],
  ['Anything', 500, true],
  ['Anything', 429, true],
  ['ValidationException', 400, false],
  ['AccessDeniedException', 403, false],
])('%s with status %d is worth another try: %s', (name, status, expected) => {
  expect(isTransient(named(name, status))).toBe(expected);
});

test('work that succeeds in the end gives its result, after pauses that grow', async () => {
  const pauses: number[] = [];
  const delay = async (ms: number) => void pauses.push(ms);
  const result = await withRetry(
    async (attempt) => {
      if (attempt < 4) throw named('ThrottlingException');
      return attempt;
    },
    { delay },
  );
  expect(result).toBe(4);
  expect(pauses).toHaveLength(3);
  for (const [i, ms] of pauses.entries()) {
    expect(ms).toBeGreaterThanOrEqual(100 * 2 ** i);
    expect(ms).toBeLessThanOrEqual(200 * 2 ** i);
  }
});

test('a pause is never longer than ten seconds', () => {
  expect(pauseMs(40)).toBeLessThanOrEqual(10_000);
});

test('what does not pass is thrown at once, and what goes on after the last try', async () => {
  let tries = 0;
  const failing = (name: string) => async () => {
    tries++;
    throw named(name);
  };
  const delay = async () => {};
  await expect(withRetry(failing('ValidationException'), { delay })).rejects.toThrow('x');
  expect(tries).toBe(1);
  await expect(withRetry(failing('SlowDown'), { delay, attempts: 3 })).rejects.toThrow('x');
  expect(tries).toBe(4);
});

test('an error is one line, however it was written', () => {
  expect(lineOf(Object.assign(new Error(' a\n b\t'), { name: 'Odd' }))).toBe('Odd: a b');
  expect(lineOf('text')).toBe('text');
  expect(lineOf(new Error('y'.repeat(1000)))).toHaveLength(300);
});

test('parallel work keeps the order and the width', async () => {
  let running = 0;
  let widest = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (n) => {
    widest = Math.max(widest, ++running);
    for (let i = 0; i < n; i++) await Promise.resolve();
    running--;
    return n * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(widest).toBe(2);
});

test('the first failure of parallel work is thrown, and nothing new is begun', async () => {
  const begun: number[] = [];
  const work = async (n: number) => {
    begun.push(n);
    if (n === 2) throw new Error('two');
  };
  await expect(inParallel([1, 2, 3, 4], 1, work)).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});
