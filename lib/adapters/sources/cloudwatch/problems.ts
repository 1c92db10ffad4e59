import type { Problem } from '../../../domain/series/samples.ts';
import { isDenied, isThrottled, lineOf } from '../../aws/retry.ts';

/** A failed call as a problem: what was asked, and what the service said. */
export function problemOf(action: string, where: string, error: unknown, count = 1): Problem {
  const kind = isThrottled(error) ? 'throttled' : isDenied(error) ? 'denied' : 'unreachable';
  return { kind, where, message: `${action} failed: ${lineOf(error)}; ${advice[kind]}`, count };
}

const advice = {
  throttled: 'it is asked again at the next read',
  denied: 'allow the action to the role, or give other credentials',
  unreachable: 'check the region, the endpoint and the network; it is asked again at the next read',
} as const;
