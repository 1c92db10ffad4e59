/** Lag that nobody need care about. */
export interface AllowedLag {
  /** Unread messages up to this many are no trouble, however old: a transaction's marker is never read. @default 1000 */
  readonly allowedMessages?: number | undefined;
  /** Nor is anything unread that is no older than this, in seconds: messages on their way. @default 60 */
  readonly allowedSeconds?: number | undefined;
}

/** What is different for a group. */
export interface GroupLagSettings extends AllowedLag {
  /** Its lag has no state, and no rule on lag is judged for it. @default false */
  readonly off?: boolean | undefined;
}

export interface LagSettings extends AllowedLag {
  /** By the group's name; `*` stands for any letters. Of several that fit, the longest pattern counts. @default none */
  readonly groups?: Readonly<Record<string, GroupLagSettings | undefined>> | undefined;
}

export const defaultAllowedLag = { messages: 1000, seconds: 60 } as const;

/** What is allowed to one group, or `off`. */
export type GroupAllowance = 'off' | { readonly messages: number; readonly seconds: number };

/** What the settings say of a group. */
export function allowanceOf(
  group: string,
  { groups = {}, allowedMessages, allowedSeconds }: LagSettings,
): GroupAllowance {
  const own = groups[bestPattern(group, Object.keys(groups)) ?? ''];
  if (own?.off) return 'off';
  return {
    messages: own?.allowedMessages ?? allowedMessages ?? defaultAllowedLag.messages,
    seconds: own?.allowedSeconds ?? allowedSeconds ?? defaultAllowedLag.seconds,
  };
}

function bestPattern(group: string, patterns: readonly string[]): string | undefined {
  if (patterns.includes(group)) return group;
  return patterns
    .filter((one) => fits(one, group))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
}

/** Without a regular expression: a name may hold anything. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
