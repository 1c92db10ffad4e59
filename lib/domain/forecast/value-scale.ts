import { type SavedFields, savedFault } from './saved-fields.ts';

const { exp, log, max, min, sqrt } = Math;

/** On which scale a series is regressed: as it is, or where its ratios or its roots are the differences. */
export const scaleKinds = ['level', 'log', 'root'] as const;
export type ScaleKind = (typeof scaleKinds)[number];

/** A scale and what is added to values before it is taken, so that there is a logarithm of zero. */
export interface ValueScale {
  readonly kind: ScaleKind;
  readonly shift: number;
}

/** Share of the mean size that is added before the logarithm where zeros are among the values. */
const shiftShare = 0.1;

/** The scale of that kind for these values, or undefined where they have none: logarithms of negative values.
 *  @param values finite */
export function scaleFor(kind: ScaleKind, values: Float64Array): ValueScale | undefined {
  if (kind === 'level') return { kind, shift: 0 };
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    if (value < least) least = value;
    sum += value;
  }
  if (!(least >= 0) || !(sum > 0)) return undefined;
  if (kind === 'root') return { kind, shift: 0 };
  const mean = sum / values.length;
  return { kind, shift: least > 1e-3 * mean ? 0 : shiftShare * mean };
}

/** The value on the scale. Below what the scale can take, the least that it can. */
export function toScale({ kind, shift }: ValueScale, value: number): number {
  if (kind === 'level') return value;
  if (kind === 'root') return sqrt(max(0, value));
  return log(max(value + shift, Number.MIN_VALUE));
}

/** The value in its own unit. Monotone. */
export function fromScale({ kind, shift }: ValueScale, x: number): number {
  if (kind === 'level') return x;
  if (kind === 'root') return x > 0 ? x * x : 0;
  return exp(min(x, 700)) - shift;
}

/** The scale that was saved in the fields `scale` and `shift`. @throws RangeError when it is none */
export function readScale(fields: SavedFields): ValueScale {
  const kind = scaleKinds.find((one) => one === fields.text('scale'));
  if (kind === undefined) throw savedFault('scale', fields.text('scale'));
  return { kind, shift: fields.number('shift', 0) };
}
