import { Button, Menu } from '@mantine/core';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { inspectionPages } from '../../app/inspection-pages.ts';
import { DownloadItem } from '../../components/download.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import type { InspectionFilter, InspectionSummary } from '../../ports/inspection-api.ts';
import { HistoryFilters } from './history-filters.tsx';
import classes from './history-page.module.css';
import { HistoryTable } from './history-table.tsx';
import { filterOf } from './history-search.ts';

/** All that was judged, to be searched. */
export function HistoryPage() {
  const t = useTranslations('history');
  const search = useSearch({ from: '/shell/history' });
  const navigate = useNavigate({ from: '/history' });
  const filter = filterOf(search);
  return (
    <>
      <PageHead title={t('title')}>
        <ExportMenu filter={filter} />
      </PageHead>
      <HistoryFilters
        search={search}
        onChange={(changed) => {
          void navigate({ search: changed, replace: true });
        }}
      />
      <HistoryList filter={filter} />
    </>
  );
}

function ExportMenu({ filter }: { readonly filter: InspectionFilter }) {
  const t = useTranslations('history.export');
  const { inspections } = useApi();
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} />}>
          {t('action')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('what')}</Menu.Label>
        {(['csv', 'json'] as const).map((format) => (
          <DownloadItem key={format} source={inspections.exportFile(filter, format)}>
            {t(format)}
          </DownloadItem>
        ))}
        {inspections.report !== null && (
          <DownloadItem source={inspections.report(filter)}>{t('report')}</DownloadItem>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function HistoryList({ filter }: { readonly filter: InspectionFilter }) {
  const t = useTranslations('history');
  const { inspections } = useApi();
  const query = useInfiniteQuery(inspectionPages(inspections, filter));
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const items: readonly InspectionSummary[] = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={IconHistory} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <div className={classes.list}>
      <HistoryTable items={items} />
      <MoreButton query={query}>{t('more')}</MoreButton>
    </div>
  );
}
