import type { Runbook } from '../../domain/catalogue/runbook.ts';
import { ConfigError } from '../../ports/errors.ts';
import type { Receiver } from '../../ports/receiver.ts';
import { createPagerDutyReceiver, type PagerDutyOptions } from './pagerduty/index.ts';

/** A receiver as it is configured: its kind and its kind's options. */
export type ReceiverConfig = { readonly kind: 'pagerduty' } & PagerDutyOptions;

export interface ReceiverTools {
  /** The runbook of a rule. @default none */
  readonly runbookOf?: (rule: string) => Runbook | undefined;
}

/** Every kind of receiver: one folder here each, and one line. */
export const receiverKinds = {
  pagerduty: createPagerDutyReceiver,
} as const satisfies Record<string, (options: PagerDutyOptions, tools?: ReceiverTools) => Receiver>;

/**
 * The receivers of a configuration.
 * @throws ConfigError when options cannot work, or two receivers share an id: the incident log tells them apart by it
 */
export function createReceivers(
  configs: readonly ReceiverConfig[],
  tools: ReceiverTools = {},
): readonly Receiver[] {
  const receivers = configs.map(({ kind, ...options }) => receiverKinds[kind](options, tools));
  const ids = receivers.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new ConfigError([`receivers: id ${twice} is used twice, give each its own`]);
  return receivers;
}
