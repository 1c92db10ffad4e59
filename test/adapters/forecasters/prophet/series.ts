export const startMs = Date.UTC(2024, 0, 1);
export const hour = 3_600_000;

/** Four weeks of hours with a day, a week, a bend in the trend, and noise of a linear congruential generator; three
 *  decimals, so that other programs read the same. */
export function series(): Float64Array {
  let seed = 12345;
  return Float64Array.from({ length: 672 }, (_, t) => {
    seed = Number((1103515245n * BigInt(seed) + 12345n) % 2147483648n);
    const trend = 1000 + 0.3 * t - (t > 400 ? 0.5 * (t - 400) : 0);
    const season = 200 * Math.sin((2 * Math.PI * t) / 24) + 60 * Math.cos((2 * Math.PI * t) / 168);
    return Math.round((trend + season + 80 * (seed / 2147483648 - 0.5)) * 1000) / 1000;
  });
}
