import type { ComponentChildren } from 'preact';

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly count?: number | string | undefined;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}

/** A titled box of the side column. */
export function Card({ id, title, count, error, children }: CardProps) {
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {count !== undefined && <span class="count">{count}</span>}
      </h2>
      {error !== undefined && <ErrorNote words={error} />}
      {children}
    </section>
  );
}

/** Something did not come; what was there stays. */
export function ErrorNote({ words }: { readonly words: string }) {
  return <p class="note note-error">{words}</p>;
}

/** Nothing to show, said calmly. */
export function EmptyNote({ children }: { readonly children: ComponentChildren }) {
  return <p class="note">{children}</p>;
}
