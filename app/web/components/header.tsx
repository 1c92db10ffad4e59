import { useState } from 'preact/hooks';
import type { RuntimeStatus } from '../../runtime-view.ts';
import { fullTime } from '../format/time.ts';
import { post } from '../state/api.ts';
import type { Theme } from '../state/theme.ts';
import { Icon } from './icon.tsx';
import { Stories } from './stories.tsx';

interface HeaderProps {
  readonly status: RuntimeStatus | undefined;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onSaid: (words: string) => void;
}

/** Who we are, which time it is there, and the controls. */
export function Header({ status, theme, onTheme, onSaid }: HeaderProps) {
  return (
    <header class="top">
      <div class="brand">
        <img src="favicon.svg" alt="" width="26" height="26" />
        <h1>Tidewatch</h1>
        {status && <span class="chip">{status.mode === 'simulation' ? 'Simulation' : 'Watching'}</span>}
      </div>
      {status && <Time status={status} />}
      <div class="controls">
        {status && <Pause isPaused={status.isPaused} onSaid={onSaid} />}
        {status && status.stories.length > 0 && <Stories stories={status.stories} onSaid={onSaid} />}
        <button type="button" class="button" onClick={onTheme} aria-label={`Colours: ${theme}. Change`}>
          <Icon name="theme" />
          <span class="wide">{theme}</span>
        </button>
      </div>
    </header>
  );
}

function Time({ status: { nowMs, speed, mode, isPaused } }: { readonly status: RuntimeStatus }) {
  return (
    <p class="now">
      <time dateTime={new Date(nowMs).toISOString()}>{fullTime(nowMs)}</time>
      {mode === 'simulation' && (
        <span class="speed" title="Simulated seconds in one real second">
          {isPaused ? 'paused' : `× ${Math.round(speed)}`}
        </span>
      )}
    </p>
  );
}

function Pause({
  isPaused,
  onSaid,
}: {
  readonly isPaused: boolean;
  readonly onSaid: (words: string) => void;
}) {
  const [isBusy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    setBusy(true);
    await post(isPaused ? '/api/resume' : '/api/pause').then(
      () => onSaid(isPaused ? 'Time goes on.' : 'Time is paused.'),
      (error: Error) => onSaid(error.message),
    );
    setBusy(false);
  };
  return (
    <button type="button" class="button" onClick={press} aria-disabled={isBusy}>
      <Icon name={isPaused ? 'play' : 'pause'} />
      {isPaused ? 'Resume' : 'Pause'}
    </button>
  );
}
