/** Random numbers in (0, 1) that are the same in every run. */
export function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

export function gaussFrom(seed: number): () => number {
  const uniform = uniformFrom(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A level, a slope, a season of two waves and noise. */
export function made(length: number, period: number, seed: number, noise = 1): Float64Array {
  const gauss = gaussFrom(seed);
  return Float64Array.from({ length }, (_, t) => {
    const turn = (2 * Math.PI * t) / period;
    return 100 + 0.01 * t + 10 * Math.sin(turn) + 4 * Math.cos(2 * turn) + noise * gauss();
  });
}

export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let gap = 0;
  for (let i = 0; i < b.length; i++) gap = Math.max(gap, Math.abs(a[i]! - b[i]!));
  return gap;
}
