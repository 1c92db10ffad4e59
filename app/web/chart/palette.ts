export interface Palette {
  readonly lines: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly alert: string;
  readonly surface: string;
}

/** Number of line colours; they are told apart with each common kind of colour blindness. */
export const lineColours = 8;

/** The style sheet's colours as the canvas needs them, resolved for the scheme in use. */
export function readPalette(within: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  within.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    lines: Array.from({ length: lineColours }, (_, i) => resolve(`line-${i + 1}`)),
    text: resolve('muted'),
    grid: resolve('grid'),
    alert: resolve('critical'),
    surface: resolve('surface'),
  };
  probe.remove();
  return palette;
}

/** The colour let through, for bands and what steps back. @param alpha 0 … 1 */
export function faded(colour: string, alpha: number): string {
  return colour.replace(/^rgba?\(([^)]*)\)$/, (_, parts: string) => {
    const [r, g, b] = parts.split(/[\s,/]+/);
    return `rgba(${r}, ${g}, ${b}, ${alpha})`;
  });
}
