import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { languageName, languages } from '../messages/catalogue.ts';
import { useLanguage } from './language.tsx';

/** The languages of the page, each by its own name. */
export function LanguageMenu() {
  const t = useTranslations('shell');
  const { language, choose } = useLanguage();
  return (
    <Menu position="top-start" withArrow>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('language')}
          title={t('language')}
        >
          <IconLanguage size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((tag) => (
          <Menu.Item
            key={tag}
            lang={tag}
            leftSection={tag === language ? <IconCheck size={16} /> : <span />}
            onClick={() => {
              void choose(tag);
            }}
          >
            {languageName(tag)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
