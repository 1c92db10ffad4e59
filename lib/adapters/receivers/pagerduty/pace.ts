/** Keeps a sender within so many calls in any minute. */
export interface Pace {
  /** Takes a call at this time (ms, of a clock that never goes back).
   *  @returns 0 when it may go, else how long to wait in ms; then nothing is taken */
  take(nowMs: number): number;
}

const minuteMs = 60_000;

export function createPace(perMinute: number): Pace {
  const sent: number[] = [];
  return {
    take(nowMs) {
      while (sent[0] !== undefined && sent[0] <= nowMs - minuteMs) sent.shift();
      const oldest = sent[0];
      if (oldest !== undefined && sent.length >= perMinute) return Math.ceil(oldest + minuteMs - nowMs);
      sent.push(nowMs);
      return 0;
    },
  };
}
