/**
 * Waves that let a regression follow a season: for each harmonic k the columns cos(2πkt / period) and
 * sin(2πkt / period), t = start, start + 1, … Two halves of a series fit together when the second starts where the
 * first ends.
 * @param start position of the first row, a whole number
 * @param length rows
 * @param period length of the season in rows, above 1; need not be whole
 * @param harmonics how many, from 0 to period / 2; at exactly period / 2 the sine is zero everywhere and left out
 * @returns columns of `length` values: cos 1, sin 1, cos 2, sin 2 …
 * @throws RangeError when a number is out of range
 */
export function fourierTerms(
  start: number,
  length: number,
  period: number,
  harmonics: number,
): Float64Array[] {
  check(start, length, period, harmonics);
  return Array.from({ length: harmonics }, (_, i) => harmonic(start, length, period, i + 1)).flat();
}

/** One harmonic of `fourierTerms`, unchecked: its cosine, and its sine unless that is zero everywhere. */
export function harmonic(start: number, length: number, period: number, k: number): Float64Array[] {
  const cosine = wave(Math.cos, start, length, period, k);
  return 2 * k === period ? [cosine] : [cosine, wave(Math.sin, start, length, period, k)];
}

function wave(of: (angle: number) => number, start: number, length: number, period: number, k: number) {
  const column = new Float64Array(length);
  // The remainder is exact, so a late start costs no digits.
  for (let i = 0; i < length; i++) column[i] = of((2 * Math.PI * ((k * (start + i)) % period)) / period);
  return column;
}

function check(start: number, length: number, period: number, harmonics: number): void {
  if (!Number.isSafeInteger(start)) throw new RangeError(`got start ${start}: give a whole number`);
  if (!Number.isInteger(length) || length < 0)
    throw new RangeError(`got length ${length}: give a whole number from 0 up`);
  if (!(period > 1 && Number.isFinite(period)))
    throw new RangeError(`got period ${period}: give a finite number above 1`);
  if (!Number.isInteger(harmonics) || harmonics < 0 || 2 * harmonics > period)
    throw new RangeError(
      `got ${harmonics} harmonics of period ${period}: give 0 to ${Math.floor(period / 2)}`,
    );
}
