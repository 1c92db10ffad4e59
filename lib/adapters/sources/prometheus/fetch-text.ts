/** More than this is no exposition of one broker. */
const maxBytes = 64 * 1024 * 1024;

export type FetchText =
  | { readonly kind: 'ok'; readonly text: string; readonly contentType: string | null }
  | { readonly kind: 'failed'; readonly reason: string };

/** The body of a GET or POST as text, or one line that says why there is none. Never throws. */
export async function fetchText(
  url: URL,
  { timeoutMs, ...init }: { readonly timeoutMs: number; readonly headers?: Readonly<Record<string, string>> },
): Promise<FetchText> {
  try {
    const response = await fetch(withoutUser(url), {
      ...init,
      headers: { ...basicAuth(url), ...init.headers },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await limitedText(response);
    if (text === undefined) return { kind: 'failed', reason: `answered with more than ${maxBytes} bytes` };
    if (!response.ok) return { kind: 'failed', reason: `answered ${response.status}${detailOf(text)}` };
    return { kind: 'ok', text, contentType: response.headers.get('content-type') };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error, timeoutMs) };
  }
}

/** `fetch` refuses a URL with a user in it, and would print it: the user goes into a header. */
function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function basicAuth({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

async function limitedText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What a Prometheus server says in the JSON of a refusal, where it does. */
function detailOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? `: ${error.split('\n', 1)[0]}` : '';
  } catch {
    return '';
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'has no address (unknown host)',
  ECONNRESET: 'closed the connection',
};

function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = (error ?? {}) as { name?: string; message?: string; cause?: unknown };
  if (name === 'TimeoutError') return `gave no answer in ${timeoutMs} ms`;
  const { code } = (cause ?? {}) as { code?: string };
  return (code && reasons[code]) ?? code ?? message ?? String(error);
}
