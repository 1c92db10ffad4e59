import type { Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Canvas } from './event.ts';

/** Colours of a theme; each text colour has a contrast of at least 4.5 to 1 on the console's ground. */
export interface Theme {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly measured: string;
  readonly expected: string;
  readonly ahead: string;
  readonly limit: string;
  readonly bar: string;
  readonly link: string;
  readonly severity: Readonly<Record<Severity, string>>;
}

const themes: Readonly<Record<Canvas['theme'], Theme>> = {
  light: {
    text: '#16191f',
    muted: '#545b64',
    line: '#e4e9f0',
    measured: '#0b66c3',
    expected: '#6b7a90',
    ahead: '#c8500a',
    limit: '#d13212',
    bar: '#8fb8e8',
    link: '#0b66c3',
    severity: { critical: '#b0120a', error: '#c2410c', warning: '#8a6100', info: '#545b64' },
  },
  dark: {
    text: '#e9ecef',
    muted: '#a3adba',
    line: '#33404f',
    measured: '#5fb0ff',
    expected: '#93a1b5',
    ahead: '#ff9a56',
    limit: '#ff7a70',
    bar: '#2f6db0',
    link: '#7cc0ff',
    severity: { critical: '#ff8078', error: '#ff9a56', warning: '#f2c14e', info: '#a3adba' },
  },
};

export function themeOf({ theme }: Canvas): Theme {
  return themes[theme];
}
