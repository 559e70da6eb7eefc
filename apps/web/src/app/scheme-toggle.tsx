import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { ToolButton } from '../components/tool-button.tsx';

/** Light or dark. */
export function SchemeToggle() {
  const t = useTranslations('shell');
  // Without this, Mantine adds a <style> element, which the page's policy refuses.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ToolButton
      icon={isDark ? IconSun : IconMoon}
      label={isDark ? t('light') : t('dark')}
      onClick={() => {
        setColorScheme(isDark ? 'light' : 'dark');
      }}
    />
  );
}
