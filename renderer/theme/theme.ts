/** Mantine, tuned for dense reading and AA contrast in both schemes. */
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Where dialogs, menus and tooltips are drawn: a landmark of its own beside the screen. */
export const layers = 'layers';

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Tooltip: {
      defaultProps: {
        openDelay: 350,
        withArrow: true,
        multiline: true,
        maw: 340,
        events: { hover: true, focus: true, touch: false },
      },
    },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.45 },
        centered: true,
      },
    },
    Button: { defaultProps: { size: 'sm' } },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    },
    Menu: {
      defaultProps: {
        // Without its placeholder, which is no child for a menu, the first item takes the focus.
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
        // At twice the size a long menu has to scroll, and may push its button out of sight without going away itself.
        hideDetached: false,
        middlewares: { flip: true, shift: true, size: { padding: 8 } },
      },
      styles: { dropdown: { overflowY: 'auto' } },
    },
    Portal: { defaultProps: { target: `#${layers}` } },
  },
});

/** Dimmed text has too little contrast by default; the error colour too. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#57606c',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#626b77',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb9',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-placeholder': '#949eab',
    '--mantine-color-body': '#16191e',
  },
});
