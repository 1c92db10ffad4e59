import type { Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';

export interface SecretReceiverOptions {
  readonly id: string;
  /** Incidents of other severities are none of its business; ends are always told. */
  readonly severities: readonly Severity[];
  /** The secret, newly read or remembered. Called before each delivery. */
  readonly secret: () => Promise<string>;
  readonly make: (secret: string) => Receiver;
}

/**
 * A receiver whose key comes from Secrets Manager at its first delivery. When the key cannot be had, the
 * delivery has failed and is tried again: the incident is stored all the same. An incident whose severity has
 * fallen below the receiver's is still resolved there; at a receiver that never saw it, an end changes nothing.
 */
export function createSecretReceiver({ id, severities, secret, make }: SecretReceiverOptions): Receiver {
  let made: { readonly secret: string; readonly receiver: Receiver } | undefined;
  return {
    id,
    deliver: async (incident) => {
      if (incident.status !== 'resolved' && !severities.includes(incident.severity))
        return { kind: 'delivered' };
      try {
        const key = await secret();
        if (made?.secret !== key) made = { secret: key, receiver: make(key) };
      } catch (error) {
        // Only the error's name: a message may quote the secret.
        const name = error instanceof Error ? error.name : typeof error;
        return { kind: 'failed', retry: true, reason: `the key of ${id} cannot be had: ${name}` };
      }
      return made.receiver.deliver(incident);
    },
  };
}

/** The severities of each secret, the worst first. */
export function severitiesBySecret(
  secrets: {
    readonly [severity in Severity]?: string;
  },
): ReadonlyMap<string, readonly Severity[]> {
  const bySecret = new Map<string, Severity[]>();
  for (const [severity, name] of Object.entries(secrets) as [Severity, string][])
    bySecret.set(name, [...(bySecret.get(name) ?? []), severity]);
  return bySecret;
}
