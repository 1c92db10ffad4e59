/** The JSON at the path. @throws Error with one line that a person can read */
export async function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  return (await answerOf(fetch(path, { signal }))) as T;
}

/** Asks the server to do something. @throws Error with one line that a person can read */
export async function post(path: string): Promise<void> {
  await answerOf(fetch(path, { method: 'POST' }));
}

async function answerOf(request: Promise<Response>): Promise<unknown> {
  const response = await request;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  throw new Error(errorOf(body) ?? `the server answered ${response.status}`);
}

function errorOf(body: unknown): string | undefined {
  const isObject = typeof body === 'object' && body !== null && 'error' in body;
  return isObject && typeof body.error === 'string' ? body.error : undefined;
}
