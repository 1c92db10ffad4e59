/** Waits so many ms. Tests give one that does not. */
export type Delay = (ms: number) => Promise<void>;

export const wait: Delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const transientNames = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'LimitExceededFault',
  'SlowDown',
  'InternalServiceFault',
  'InternalServerException',
  'InternalServerErrorException',
  'InternalServerError',
  'InternalErrorException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'ECONNRESET',
]);

/** Whether the same request may well succeed later: throttled, or the service or the line faltered. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  return transientNames.has(nameOf(error)) || status === 429 || (status ?? 0) >= 500;
}

/** Whether the service said that we ask too much. */
export function isThrottled(error: unknown): boolean {
  return /throttl|toomanyrequests|slowdown|limitexceeded/i.test(nameOf(error)) || statusOf(error) === 429;
}

export function isDenied(error: unknown): boolean {
  return /denied|forbidden|unauthorized|notauthorized|unrecognizedclient|expiredtoken|credentials/i.test(
    nameOf(error),
  );
}

export function statusOf(error: unknown): number | undefined {
  const meta = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return meta?.httpStatusCode;
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The error in one line of at most 300 characters. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}

export interface RetryOptions {
  readonly delay: Delay;
  /** Tries in all, the first included. @default 5 */
  readonly attempts?: number;
  /** @default isTransient */
  readonly isRetryable?: (error: unknown) => boolean;
}

/**
 * The result of the work, tried again with growing pauses while it fails in a way that may pass.
 * This comes on top of the SDK's own few and short retries.
 * @throws what the last try threw
 */
export async function withRetry<T>(
  work: (attempt: number) => Promise<T>,
  { delay, attempts = 5, isRetryable = isTransient }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
      await delay(pauseMs(attempt));
    }
  }
}

/** The pause after the n-th failure: 0.2 s doubled each time, at most 10 s, half of it random so that many
 *  callers do not come back together. */
export function pauseMs(attempt: number): number {
  const fullMs = Math.min(10_000, 200 * 2 ** (attempt - 1));
  return fullMs / 2 + (Math.random() * fullMs) / 2;
}
