/** What something known in advance does to a series. */
export interface Effect {
  readonly name: string;
  /** What it adds, in percent of what would be without it; negative takes away. */
  readonly percent: number;
  /** Standard error of `percent`. */
  readonly standardError: number;
  /** How often the past has seen it. */
  readonly occurrences: number;
  /** Whether mostly the past or mostly the configuration says so. */
  readonly basis: 'estimated' | 'stated';
}

/** `spring adds 32 % ± 6 (seen 4 times)`: plus and minus two standard errors. */
export function effectWords({ name, percent, standardError, occurrences, basis }: Effect): string {
  const verb = percent < 0 ? 'takes away' : 'adds';
  const source =
    basis === 'stated'
      ? `stated, ${occurrences === 0 ? 'never seen' : `seen ${times(occurrences)}`}`
      : `seen ${times(occurrences)}`;
  return `${name} ${verb} ${short(Math.abs(percent))} % ± ${short(2 * standardError)} (${source})`;
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function short(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : value.toFixed(0);
}
