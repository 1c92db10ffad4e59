import { useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from './api.ts';

export interface Polled<T> {
  /** The newest answer; while another path is asked for, still that of the one before. */
  readonly data?: T;
  readonly error?: string;
  readonly isLoading: boolean;
}

/**
 * What the server has at the path, asked for again as the beat goes on, yet no more often than stated.
 * @param path undefined while it is not wanted
 */
export function usePolled<T>(path: string | undefined, beat: number, everyMs: number): Polled<T> {
  const [state, setState] = useState<Polled<T>>({ isLoading: true });
  const asked = useRef<{ path?: string; atMs: number; abort?: AbortController }>({ atMs: 0 });
  useEffect(() => {
    if (path === undefined) return;
    const { current } = asked;
    const isNew = current.path !== path;
    if (isNew) setState(({ data }) => ({ ...(data !== undefined && { data }), isLoading: true }));
    const start = async (): Promise<void> => {
      if (current.abort && !isNew) return;
      current.abort?.abort();
      const abort = new AbortController();
      Object.assign(current, { path, atMs: performance.now(), abort });
      const next = await ask<T>(path, abort.signal);
      if (abort.signal.aborted) return;
      current.abort = undefined;
      setState((previous) => ({ ...previous, ...next, ...(next.data && { error: undefined }) }) as Polled<T>);
    };
    const timer = setTimeout(start, isNew ? 0 : Math.max(0, current.atMs + everyMs - performance.now()));
    return () => clearTimeout(timer);
  }, [path, beat, everyMs]);
  useEffect(() => () => asked.current.abort?.abort(), []);
  return state;
}

async function ask<T>(path: string, signal: AbortSignal): Promise<Polled<T>> {
  try {
    return { data: await getJson<T>(path, signal), isLoading: false };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'no answer', isLoading: false };
  }
}
