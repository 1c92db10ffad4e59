/** What is wrong with the input of a model. */
export type ArimaFault =
  | 'too_short'
  | 'no_values'
  | 'not_finite'
  | 'constant'
  | 'bad_order'
  | 'bad_parameters'
  | 'not_stationary'
  | 'collinear'
  | 'bad_regressors'
  | 'bad_transform'
  | 'bad_options';

/** Input that no model can be fitted to; the message says what is wrong and what would work. */
export class ArimaError extends Error {
  readonly fault: ArimaFault;

  constructor(fault: ArimaFault, message: string) {
    super(message);
    this.name = 'ArimaError';
    this.fault = fault;
  }
}
