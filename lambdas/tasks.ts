/**
 * The task of a schedule's event.
 * @throws RangeError when the event names none of the allowed ones
 */
export function taskOf<T extends string>(event: unknown, allowed: readonly T[]): T {
  const given = (event as { task?: unknown } | null | undefined)?.task;
  const task = allowed.find((one) => one === given);
  if (task === undefined)
    throw new RangeError(
      `event.task: got ${JSON.stringify(given) ?? 'nothing'}, allowed: ${allowed.map((one) => `"${one}"`).join(', ')}`,
    );
  return task;
}
