/** Logarithm of a value in units of a floor, with its sign: about linear below the floor, ratios above it. */
export function signedLog(value: number, floor: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value) / floor);
}
