/** Base of the errors that adapters throw: one clear line, the cause kept, never a secret. */
export class PortError extends Error {
  override readonly name: string = 'PortError';
}

export class StoreError extends PortError {
  override readonly name = 'StoreError';
}

export class NotifierError extends PortError {
  override readonly name = 'NotifierError';
}

/** What the user gave cannot work: every problem at once, each naming what, where and what would work. */
export class ConfigError extends PortError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}
