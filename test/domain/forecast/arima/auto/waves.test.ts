import { wavesOf } from '../../../../../lib/domain/forecast/arima/auto/waves.ts';

const namesOf = (...given: Parameters<typeof wavesOf>) => wavesOf(...given).map(({ name }) => name);

test('a harmonic is a cosine and a sine of its part of the season', () => {
  const [cosine, sine] = wavesOf([{ period: 24, harmonics: 1 }], 1, 0, 48);
  for (let t = 0; t < 48; t++) {
    expect(cosine?.values[t]).toBeCloseTo(Math.cos((2 * Math.PI * t) / 24), 14);
    expect(sine?.values[t]).toBeCloseTo(Math.sin((2 * Math.PI * t) / 24), 14);
  }
});

test('a later start goes on in phase, to the last bit after whole seasons', () => {
  const seasons = [
    { period: 288, harmonics: 3 },
    { period: 2016, harmonics: 2 },
  ];
  const whole = wavesOf(seasons, 1, 0, 3000);
  const later = wavesOf(seasons, 1, 1234, 1766);
  for (const [i, { name, values }] of later.entries()) {
    expect(name).toBe(whole[i]?.name);
    expect(values).toEqual(whole[i]?.values.subarray(1234));
  }
  expect(wavesOf(seasons, 1, 2016 * 1e9, 50)).toEqual(wavesOf(seasons, 1, 0, 50));
});

test('half a season’s own frequency has no sine: it would be zero throughout', () => {
  expect(namesOf([{ period: 4, harmonics: 2 }], 1, 0, 8)).toEqual(['cos(1/4)', 'sin(1/4)', 'cos(2/4)']);
});

test('harmonics faster than every other value are left out', () => {
  expect(namesOf([{ period: 5, harmonics: 9 }], 1, 0, 8)).toHaveLength(4);
});

test('a frequency that two seasons share comes once', () => {
  const names = namesOf(
    [
      { period: 24, harmonics: 2 },
      { period: 168, harmonics: 14 },
    ],
    1,
    0,
    10,
  );
  // 7/168 is 1/24, and 14/168 is 2/24.
  expect(names).not.toContain('cos(7/168)');
  expect(names).not.toContain('sin(14/168)');
  expect(names).toHaveLength(2 * (2 + 12));
});

test('a frequency that the seasonal difference takes away does not come at all', () => {
  const names = namesOf([{ period: 168, harmonics: 8 }], 24, 0, 10);
  expect(names).not.toContain('cos(7/168)');
  expect(names).toHaveLength(2 * 7);
});

test('no season has no waves', () => {
  expect(wavesOf([], 1, 0, 10)).toEqual([]);
});

test('a season need not be a whole number of steps', () => {
  const [cosine] = wavesOf([{ period: 365.25, harmonics: 1 }], 1, 1461, 3);
  expect(cosine?.values[0]).toBeCloseTo(1, 12);
});
