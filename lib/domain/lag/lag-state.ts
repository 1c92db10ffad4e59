/**
 * Where a group stands on a topic, and the value of the signal `consumer_lag_state`: worse is higher, so that the state
 * of many is their largest. After Burrow's states (LinkedIn, evaluator/caching.go); `vanished` is ours, since MSK emits no
 * lag of a group that is not settled.
 */
export const lagStates = {
  /** It keeps up, catches up, or has no more unread than is allowed. */
  ok: 0,
  /** It reads, and yet what is unread only ever grows. */
  behind: 1,
  /** It went back to messages that it had read, and has not read them again yet. */
  rewound: 2,
  /** Nothing is told of it any more while messages arrive. */
  vanished: 3,
  /** Its members are there, and all or some of the partitions are not read. */
  stalled: 4,
  /** Nothing is read. */
  stopped: 5,
} as const satisfies Record<string, number>;

export type LagState = keyof typeof lagStates;

/** Lag of which so much lies in one partition is that partition's. */
export const partitionShare = 0.8;
/** Lag that is told no more for so long has vanished. */
export const vanishedMs = 30 * 60_000;

/** Whom the trouble is with, which says what to look at first. */
export type LagTriage = 'maintenance' | 'brokers' | 'hot_key' | 'partition' | 'client';

/** A group on a topic as its newest points tell it. */
export interface GroupLag {
  readonly state: LagState;
  /** Since when it has been in this state, as far as the window tells. */
  readonly sinceMs: number;
  /** Messages unread. */
  readonly messages: number;
  /** Age of the oldest unread message; estimated by the rate of arrival where no source tells it. */
  readonly seconds?: number;
  /** Messages a second that arrive in the topic, where that is known. */
  readonly arriving?: number;
  /** Messages a second that the group reads, where that is known. */
  readonly reading?: number;
  /** Seconds until nothing is unread, at the pace of the last minutes; absent where lag does not fall. */
  readonly catchUpSeconds?: number;
  /** Share of what is unread that lies in the worst partition, 0 to 1; absent for a topic of one. */
  readonly worstShare?: number;
  /** Members of the group, where that is known. */
  readonly members?: number;
  /** Share of the window's steps that have a point, 0 to 1. */
  readonly completeness: number;
  /** Messages that it went back by. */
  readonly rewoundBy?: number;
  /** More is unread than is allowed, and longer. */
  readonly isWaiting: boolean;
  /** It is a part of the partitions only: not read where it has stalled, hot where it is behind. */
  readonly isPartial?: true;
}

/** A state and since when, with what else is worth saying of it. */
export type Found = Pick<GroupLag, 'state' | 'sinceMs' | 'rewoundBy' | 'isPartial'>;
