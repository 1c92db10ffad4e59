/** |actual − expected| within `relative` of the expected value's size, or of 1 where that is smaller. */
export function expectClose(actual: number, expected: number, relative: number, what = ''): void {
  const off = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  if (!(off <= relative)) throw new Error(`${what}: got ${actual}, expected ${expected}, off by ${off}`);
}

/** |actual − expected| within `tolerance`, element by element; both NaN is close. */
export function expectAllWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = '',
): void {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(actual[i]!) && Number.isNaN(expected[i]!)) continue;
    const off = Math.abs(actual[i]! - expected[i]!);
    if (!(off <= tolerance)) {
      throw new Error(`${what}[${i}]: got ${actual[i]}, expected ${expected[i]}, off by ${off}`);
    }
  }
}

/** As `expectClose`, element by element. */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  what = '',
): void {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) expectClose(actual[i]!, expected[i]!, relative, `${what}[${i}]`);
}
