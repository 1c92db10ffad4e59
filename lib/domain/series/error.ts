/** What is wrong with a series that something is asked of. */
export type SeriesFault =
  | 'no_values'
  | 'not_finite'
  | 'too_short'
  | 'constant'
  | 'collinear'
  | 'out_of_domain'
  | 'too_costly'
  | 'bad_options';

/** A series that has no answer; the message says what is wrong and what would work. */
export class SeriesError extends Error {
  readonly fault: SeriesFault;

  constructor(fault: SeriesFault, message: string) {
    super(message);
    this.name = 'SeriesError';
    this.fault = fault;
  }
}
