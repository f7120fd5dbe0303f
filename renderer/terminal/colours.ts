/** The colours of the terminal in the theme of the page. */
import type { ITheme } from '@xterm/xterm';
import type { ISearchOptions } from '@xterm/addon-search';

const hues = {
  light: {
    red: '#b42318',
    green: '#166b3e',
    yellow: '#8a5300',
    blue: '#1b5fc1',
    magenta: '#8a2fa8',
    cyan: '#0b6b77',
    white: '#57606c',
    black: '#191d23',
  },
  dark: {
    red: '#ff9086',
    green: '#5fd397',
    yellow: '#f2b455',
    blue: '#83b7ff',
    magenta: '#dd9bf2',
    cyan: '#6fd3df',
    white: '#e8ebef',
    black: '#75808d',
  },
} as const;

export function coloursOf(scheme: 'light' | 'dark'): ITheme & { background: string; foreground: string } {
  const page = getComputedStyle(document.documentElement);
  const variable = (name: string) => page.getPropertyValue(name).trim();
  const hue = hues[scheme];
  const bright = Object.fromEntries(
    Object.entries(hue).map(([name, value]) => [`bright${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );
  return {
    background: variable('--canvas'),
    foreground: variable('--text'),
    cursor: variable('--canvas'),
    selectionBackground: scheme === 'dark' ? '#2f4f7f' : '#b9d3f7',
    selectionInactiveBackground: scheme === 'dark' ? '#2f4f7f' : '#b9d3f7',
    scrollbarSliderBackground: variable('--line-strong'),
    scrollbarSliderHoverBackground: variable('--text-quiet'),
    scrollbarSliderActiveBackground: variable('--text-quiet'),
    ...hue,
    ...bright,
  };
}

export const matchColours = (scheme: 'light' | 'dark'): NonNullable<ISearchOptions['decorations']> =>
  scheme === 'dark'
    ? {
        matchBackground: '#4a3b12',
        activeMatchBackground: '#7a5c12',
        activeMatchBorder: '#f2b455',
        matchOverviewRuler: '#f2b455',
        activeMatchColorOverviewRuler: '#f2b455',
      }
    : {
        matchBackground: '#fdeab8',
        activeMatchBackground: '#ffd45c',
        activeMatchBorder: '#8a5300',
        matchOverviewRuler: '#8a5300',
        activeMatchColorOverviewRuler: '#8a5300',
      };
