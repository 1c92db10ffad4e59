import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RuntimeStatus } from '../../runtime-view.ts';
import { post } from '../state/api.ts';
import { Icon } from './icon.tsx';

interface StoriesProps {
  readonly stories: RuntimeStatus['stories'];
  readonly onSaid: (words: string) => void;
}

/** A button that opens the list of stories; Escape, a choice or a click elsewhere closes it. */
export function Stories({ stories, onSaid }: StoriesProps) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  useClosing(isOpen, box, () => setOpen(false), close);
  const play = async (id: string, title: string): Promise<void> => {
    close();
    await post(`/api/stories/${encodeURIComponent(id)}`).then(
      () => onSaid(`Playing the story: ${title}.`),
      (error: Error) => onSaid(error.message),
    );
  };
  return (
    <div class="menu" ref={box}>
      <button
        type="button"
        class="button button-main"
        ref={opener}
        aria-expanded={isOpen}
        aria-controls="stories"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="story" />
        Play a story
      </button>
      <ul id="stories" hidden={!isOpen}>
        {stories.map(({ id, title }) => (
          <li key={id}>
            <button type="button" data-story={id} onClick={() => play(id, title)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Box = { readonly current: HTMLElement | null };

function useClosing(isOpen: boolean, box: Box, close: () => void, leave: () => void): void {
  // In the layout step: an Escape right after the opening must not come before its listener.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const outside = ({ target }: Event): void => {
      if (target instanceof Node && !box.current?.contains(target)) close();
    };
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') leave();
    };
    document.addEventListener('keydown', pressed);
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('keydown', pressed);
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [isOpen]);
}
