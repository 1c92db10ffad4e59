/** How strong an event is, as a factor on what would be without it. */
export interface Strength {
  readonly strength: number;
  /** Standard deviation of the factor. @default half of the effect */
  readonly uncertainty?: number;
}

const least = 0.01;
const most = 20;

/** How a strength may be written, for messages. */
export const strengthWords = `a factor such as 1.4 or a share such as "+40 %" or "+40 % ± 10", ${least} to ${most} as a factor`;

/** The strength that a factor (1.4) or a share of what would be without it ("+40 %", "-20 % ± 5") states; undefined
 *  where it states none. What follows ± is a standard deviation. */
export function parseStrength(given: number | string): Strength | undefined {
  const stated = typeof given === 'number' ? { strength: given } : strengthOfText(given);
  return stated !== undefined && stated.strength >= least && stated.strength <= most ? stated : undefined;
}

function strengthOfText(text: string): Strength | undefined {
  const match = /^([+-]\d+(?:\.\d+)?)\s*%(?:\s*(?:±|\+-|\+\/-)\s*(\d+(?:\.\d+)?)\s*%?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const strength = 1 + Number(match[1]) / 100;
  return match[2] === undefined ? { strength } : { strength, uncertainty: Number(match[2]) / 100 };
}
