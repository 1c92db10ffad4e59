import { useEffect, useState } from 'preact/hooks';

/** The inner width of an element in pixels, and whether it is on the screen or close to it. */
export function useBox(of: { readonly current: HTMLElement | null }): {
  readonly width: number;
  readonly isSeen: boolean;
} {
  const [width, setWidth] = useState(0);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const { current } = of;
    if (!current) return;
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    const sight = new IntersectionObserver(([entry]) => entry && setSeen(entry.isIntersecting), {
      rootMargin: '150px',
    });
    sizes.observe(current);
    sight.observe(current);
    return () => {
      sizes.disconnect();
      sight.disconnect();
    };
  }, [of]);
  return { width, isSeen };
}
