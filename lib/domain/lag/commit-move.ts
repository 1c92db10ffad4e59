/** The offset that a group had committed in a partition when it was looked at. */
export interface SeenCommit {
  readonly offset: number;
  readonly timeMs: number;
}

/** How committed offsets have moved from one look to the next. */
export interface CommitMove {
  readonly readPerSecond: number;
  /** Messages that were gone back by. */
  readonly rewound: number;
}

/**
 * How a group's committed offset in a partition has moved since the look before.
 * @param end of the log now
 * @returns `undefined` when there is no earlier look, or the earlier commit lies beyond the end: the log was made anew, and
 *   what was read of the old one is not known
 */
export function commitMove(
  before: SeenCommit | undefined,
  now: SeenCommit,
  end: number,
): CommitMove | undefined {
  if (before === undefined || now.timeMs <= before.timeMs || before.offset > end) return undefined;
  const moved = now.offset - before.offset;
  return {
    readPerSecond: (Math.max(0, moved) * 1000) / (now.timeMs - before.timeMs),
    rewound: Math.max(0, -moved),
  };
}

/** The moves of a topic's partitions together; `undefined` when none is known. */
export function movesTogether(moves: readonly CommitMove[]): CommitMove | undefined {
  if (moves.length === 0) return undefined;
  return moves.reduce((sum, { readPerSecond, rewound }) => ({
    readPerSecond: sum.readPerSecond + readPerSecond,
    rewound: sum.rewound + rewound,
  }));
}
