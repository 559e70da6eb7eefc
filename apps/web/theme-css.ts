import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  type MantineTheme,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from './src/app/theme.ts';

const ID = 'virtual:theme.css';
/** With a suffix that Vite knows as a style sheet. */
const RESOLVED = `\0${ID}`;

/**
 * The variables of the page's theme as a style sheet, `virtual:theme.css`. Mantine would write them into a
 * `<style>` element, which a policy of `style-src 'self'` refuses.
 */
export function themeCss(): Plugin {
  return {
    name: 'theme-css',
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? themeVariables() : undefined),
  };
}

function themeVariables(): string {
  const own = defaultCssVariablesResolver(merged());
  const usual = defaultCssVariablesResolver(DEFAULT_THEME);
  return convertCssVariables({
    variables: differing(own.variables, usual.variables),
    light: differing(own.light, usual.light),
    dark: differing(own.dark, usual.dark),
  });
}

function merged(): MantineTheme {
  return mergeMantineTheme(DEFAULT_THEME, theme);
}

/** What Mantine's own style sheet does not say already. */
function differing(
  own: Readonly<Record<string, string>>,
  usual: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(own).filter(([name, value]) => usual[name] !== value));
}
