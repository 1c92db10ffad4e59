import { useEffect, useState } from 'preact/hooks';
import type { RuntimeStatus } from '../../runtime-view.ts';

export interface Live {
  readonly status?: RuntimeStatus;
  /** Goes up with each word from the server. */
  readonly beat: number;
  readonly isLost: boolean;
}

/** The runtime's status as it is sent; the browser reconnects by itself. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ beat: 0, isLost: false });
  useEffect(() => {
    const events = new EventSource('/api/events');
    events.addEventListener('cycle', ({ data }: MessageEvent<string>) =>
      setLive(({ beat }) => ({ status: JSON.parse(data) as RuntimeStatus, beat: beat + 1, isLost: false })),
    );
    events.addEventListener('error', () => setLive((live) => ({ ...live, isLost: true })));
    return () => events.close();
  }, []);
  return live;
}
