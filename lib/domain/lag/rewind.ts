import type { Found } from './lag-state.ts';
import type { LagStep } from './lag-steps.ts';

/** What is left of a jump back when it counts as made good. */
const recoveredShare = 0.1;
/** A message ages as the clock does: only by going back does the oldest unread one get old faster than twice that. */
const jumpAgeing = 2;
/** A jump of lag is so many times the largest other one. */
const jumpRatio = 3;

/** The newest jump back by more than is allowed that has not been made good; one point must have confirmed it. */
export function rewindOf(steps: readonly LagStep[], allowedMessages: number): Found | undefined {
  const jumps = steps.map((step) => (Number.isNaN(step.rewound) ? jumpOf(step, steps) : step.rewound));
  const at = jumps.findLastIndex((jump) => jump > allowedMessages);
  const [step, jump = 0] = [steps[at], jumps[at]];
  const later = steps.slice(at + 1);
  if (step === undefined || later.length === 0) return undefined;
  const good = step.before + recoveredShare * jump;
  if (later.some(({ after, isWaiting }) => after <= good || !isWaiting)) return undefined;
  return { state: 'rewound', sinceMs: step.fromMs, rewoundBy: jump };
}

/** Where it is not known what arrives: lag jumped as at no other time, and its age by more than the time that passed. */
function jumpOf(step: LagStep, steps: readonly LagStep[]): number {
  const growth = step.after - step.before;
  if (!(step.ageing > jumpAgeing)) return 0;
  const others = steps.filter((one) => one !== step).map(({ before, after }) => after - before);
  return growth > jumpRatio * Math.max(0, ...others) ? growth : 0;
}
