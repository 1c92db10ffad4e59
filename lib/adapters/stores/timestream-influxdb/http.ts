import { PortError, StoreError } from '../../../ports/errors.ts';
import { withRetry } from '../../aws/retry.ts';
import { defaultName, type InfluxCredentials, type Settings } from './options.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Request {
  /** What it does, for an error: `written`, `queried`. */
  readonly what: string;
  /** Path and query of the address. */
  path(credentials: Required<InfluxCredentials>): string;
  body(credentials: Required<InfluxCredentials>): string;
  readonly contentType: string;
}

/** The server did not answer, or says that it is busy: the same request may succeed later. */
class BusyError extends PortError {
  override readonly name = 'BusyError';
}

/**
 * The server's answer to a POST, whatever its status, unless that is one that may pass (429, 5xx) or a token
 * that is refused even when it has been read anew.
 * @throws StoreError when there is none after all tries; its message never holds the token
 */
export async function post(settings: Settings, request: Request): Promise<Answer> {
  const { delay, attempts, url } = settings;
  const isRetryable = (error: unknown) => error instanceof BusyError;
  try {
    const answer = await withRetry(() => withToken(settings, request), { delay, attempts, isRetryable });
    if (answer.status !== 401) return answer;
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    throw new StoreError(`influxdb at ${url} cannot be ${request.what}: ${error.message}`, { cause: error });
  }
  throw new StoreError(
    `influxdb at ${url} cannot be ${request.what}: it refuses the token; put one that may read and write into the secret`,
  );
}

/** Sends it with the token that is known, and once more when that has been replaced meanwhile. */
async function withToken(settings: Settings, request: Request): Promise<Answer> {
  const known = await settings.access();
  const answer = await send(settings, request, known);
  if (answer.status !== 401) return answer;
  const fresh = await settings.access(known.token);
  return fresh.token === known.token ? answer : await send(settings, request, fresh);
}

async function send(settings: Settings, request: Request, given: InfluxCredentials): Promise<Answer> {
  const { engine, url, timeoutMs } = settings;
  const { token, organization = defaultName, bucket = defaultName } = given;
  const credentials = { token, organization, bucket };
  const scheme = engine === 'v2' ? 'Token' : 'Bearer';
  const answer = await answerOf(`${url}${request.path(credentials)}`, {
    method: 'POST',
    headers: { authorization: `${scheme} ${token}`, 'content-type': request.contentType },
    body: request.body(credentials),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = answer.text.replaceAll(token, '[token]');
  if (answer.status === 429 || answer.status >= 500)
    throw new BusyError(`it answered ${answer.status}${wordsOf(text)}`);
  return { status: answer.status, text };
}

async function answerOf(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new BusyError(reasonOf(error));
  }
}

/** An error of `fetch` in words: what it prints may name the headers, its cause's code never does. */
function reasonOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'no answer in time';
  const { code } = cause ?? {};
  return typeof code === 'string' ? `the connection failed (${code})` : 'the connection failed';
}

/** What the server says in the JSON of an error (`message` of v2, `error` of v3), as `: words`. */
export function wordsOf(text: string): string {
  const words = (messageOf(text) ?? text).replace(/\s+/g, ' ').trim().slice(0, 300);
  return words === '' ? '' : `: ${words}`;
}

function messageOf(text: string): string | undefined {
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: unknown };
    const said = message ?? error;
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}
