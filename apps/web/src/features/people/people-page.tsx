import { Tabs } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { useSession } from '../../app/session.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState } from '../../components/states.tsx';
import { MachineList } from './machine-list.tsx';
import { PersonList } from './person-list.tsx';
import classes from './people-table.module.css';

/** Who may use the station: people and machines. */
export function PeoplePage() {
  const t = useTranslations('people');
  const { people } = useApi();
  const { user, can } = useSession();
  if (people === null || user === null || !can('administrator')) {
    return <EmptyState icon={IconUsers} title={t('forbidden')} />;
  }
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')} />
      <Tabs defaultValue="people" keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="people">{t('tab.people')}</Tabs.Tab>
          <Tabs.Tab value="machines">{t('tab.machines')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <PersonList people={people} />
        </Tabs.Panel>
        <Tabs.Panel value="machines">
          <MachineList people={people} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
