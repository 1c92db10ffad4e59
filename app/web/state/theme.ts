import { useEffect, useState } from 'preact/hooks';

const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const dark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  const value = localStorage.getItem('theme');
  return themes.find((theme) => theme === value) ?? 'auto';
}

/** The colour scheme chosen here, the one in use, and how to go on to the next choice. */
export function useTheme(): {
  readonly theme: Theme;
  readonly scheme: 'light' | 'dark';
  readonly next: () => void;
} {
  const [theme, setTheme] = useState(stored);
  const [isDark, setDark] = useState(dark.matches);
  useEffect(() => {
    const follow = (): void => setDark(dark.matches);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, []);
  document.documentElement.dataset.theme = theme;
  const next = (): void => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
    localStorage.setItem('theme', following);
    setTheme(following);
  };
  const auto = isDark ? 'dark' : 'light';
  return { theme, scheme: theme === 'auto' ? auto : theme, next };
}
