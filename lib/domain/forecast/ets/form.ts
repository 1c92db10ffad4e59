/** Which of the exponential smoothing models: error, trend and season, additive (A), multiplicative (M), damped (Ad), none (N). */
export interface Form {
  readonly error: 'A' | 'M';
  readonly trend: 'N' | 'A' | 'Ad';
  readonly season: 'N' | 'A' | 'M';
}

export function nameOf({ error, trend, season }: Form): string {
  return `${error},${trend},${season}`;
}

/** The form of a name that `nameOf` gives. @throws RangeError when there is none such */
export function formOf(name: string): Form {
  const form = forms.find((one) => nameOf(one) === name);
  if (form !== undefined) return form;
  throw new RangeError(`got the ETS form "${name}", allowed: ${forms.map(nameOf).join(' ')}`);
}

/**
 * All forms with a stable recursion: an additive error with a multiplicative season divides by what may come near 0.
 * Source: Hyndman and others 2008, Forecasting with exponential smoothing, section 2.5 and chapter 15.
 */
export const forms: readonly Form[] = (['A', 'M'] as const).flatMap((error) =>
  (['N', 'A', 'Ad'] as const).flatMap((trend) =>
    (['N', 'A', 'M'] as const)
      .filter((season) => error === 'M' || season !== 'M')
      .map((season) => ({ error, trend, season })),
  ),
);

/** Whether the form is for positive values alone. */
export function needsPositive({ error, season }: Form): boolean {
  return error === 'M' || season === 'M';
}
