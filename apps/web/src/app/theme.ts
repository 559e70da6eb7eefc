import { createTheme, type MantineThemeOverride } from '@mantine/core';

/** Colours, type and manners of Mantine's components; `theme-css.ts` makes a style sheet of it. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    brand: [
      '#eaf3fc',
      '#d2e5f7',
      '#a6cbee',
      '#76afe4',
      '#4f97dc',
      '#2f83d2',
      '#0a5ba8',
      '#094f93',
      '#07427b',
      '#05345f',
    ],
    dark: [
      '#e4eaef',
      '#c3ccd4',
      '#9daab6',
      '#76848f',
      '#44525d',
      '#34414b',
      '#232d35',
      '#161d23',
      '#0e1317',
      '#0a0e11',
    ],
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.2' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Both would lock the page's scroll by a <style> element, which the page's policy refuses.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});
