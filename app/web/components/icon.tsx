const paths = {
  critical: 'M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2zM8 4v5M8 11.2v.8',
  error: 'M8 .9 15.1 8 8 15.1.9 8zM8 4.6v4M8 10.6v.8',
  warning: 'M8 1.6 15 14H1zM8 6v4M8 11.6v.6',
  info: 'M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zM8 7v4.4M8 4.4v.8',
  ok: 'M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zM5 8.2l2.1 2.1L11 6.2',
  eye: 'M1 8s2.6-4.6 7-4.6S15 8 15 8s-2.6 4.6-7 4.6S1 8 1 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  pause: 'M5 3v10M11 3v10',
  play: 'M4.5 2.6v10.8L13 8z',
  story: 'M2 3.5h8M2 8h5.5M2 12.5h5M10 7.6v6.2L15 10.7z',
  theme: 'M8 1.2a6.8 6.8 0 1 0 0 13.6zM8 1.2a6.8 6.8 0 0 1 0 13.6',
  send: 'M1.5 8 14.5 2 11 14 7.5 9.5zM7.5 9.5 14.5 2',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside its word, so it says nothing to a screen reader. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
