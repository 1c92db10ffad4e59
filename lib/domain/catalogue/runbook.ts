/** What a person woken at night needs, in the order in which it is needed. Plain text, one line an item. */
export interface Runbook {
  readonly id: string;
  readonly family:
    | 'lag_and_latency'
    | 'message_loss'
    | 'broker_failure'
    | 'security'
    | 'capacity'
    | 'tidewatch';
  readonly title: string;
  /** The first thing to run; `{cluster}`, `{arn}`, `{broker}`, `{topic}`, `{group}` and `{bootstrap}` are filled in. */
  readonly firstCommand: string;
  readonly symptoms: readonly string[];
  readonly causes: readonly string[];
  readonly solutions: readonly string[];
  /** Public pages worth reading. */
  readonly references: readonly string[];
}
