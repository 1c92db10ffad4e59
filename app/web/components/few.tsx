import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FewProps {
  readonly children: readonly ComponentChildren[];
  /** Shown at first. */
  readonly most: number;
  /** What they are, for the button: `messages`. */
  readonly of: string;
}

/** The first few of many, and a button for the rest. */
export function Few({ children, most, of }: FewProps) {
  const [isAll, setAll] = useState(false);
  if (children.length <= most) return <>{children}</>;
  return (
    <>
      {isAll ? children : children.slice(0, most)}
      <button type="button" class="more" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
        {isAll ? `Show ${most} ${of}` : `Show all ${children.length} ${of}`}
      </button>
    </>
  );
}
