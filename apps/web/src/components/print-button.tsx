import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import classes from './print-button.module.css';

/** Prints the page; it is not on paper itself. */
export function PrintButton() {
  const t = useTranslations('print');
  return (
    <Button
      variant="default"
      className={classes.screen}
      leftSection={<IconPrinter size={18} />}
      onClick={() => {
        print();
      }}
    >
      {t('action')}
    </Button>
  );
}
