/** The only way for the pipeline to know the time. */
export interface Clock {
  nowMs(): number;
}
