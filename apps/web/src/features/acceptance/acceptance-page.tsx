import { NumberInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useLocale, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { PageHead } from '../../components/page-head.tsx';
import { PrintButton } from '../../components/print-button.tsx';
import { FailureState, LoadingState } from '../../components/states.tsx';
import type { AcceptanceLimits } from '../../ports/acceptance-api.ts';
import type { EvidenceApi } from '../../ports/evidence-api.ts';
import classes from './acceptance-page.module.css';
import { AcceptanceSheet } from './acceptance-sheet.tsx';

/** What a version of a part is accepted by, to be printed and signed. */
export function AcceptancePage() {
  const { evidence } = useApi();
  return evidence === null ? null : <OpenedReport evidence={evidence} />;
}

function OpenedReport({ evidence }: { readonly evidence: EvidenceApi }) {
  const t = useTranslations('acceptance');
  const language = useLocale();
  const params = useParams({ from: '/shell/parts/$id/acceptance/$version' });
  const limits = useSearch({ from: '/shell/parts/$id/acceptance/$version' });
  const part = { id: params.id, version: Number(params.version) };
  const { data, error, refetch } = useQuery({
    queryKey: keys.acceptance(part, limits, language),
    queryFn: async ({ signal }) => evidence.acceptance(part, limits, language, signal),
    placeholderData: keepPreviousData,
  });
  if (error !== null) {
    return (
      <FailureState
        error={error}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingState />;
  const { partName, version } = data;
  return (
    <>
      <PageHead title={t('title', { part: partName, version })} lead={t('lead')}>
        <PrintButton />
      </PageHead>
      <AgreedLimits limits={limits} />
      <AcceptanceSheet report={data} limits={limits} />
    </>
  );
}

/** What is agreed upon; it stands in the address, so that the report can be kept and sent. */
function AgreedLimits({ limits }: { readonly limits: AcceptanceLimits }) {
  const t = useTranslations('acceptance.limits');
  const navigate = useNavigate({ from: '/parts/$id/acceptance/$version' });
  const change = useDebouncedCallback((values: AcceptanceLimits) => {
    void navigate({ search: values, replace: true });
  }, 400);
  return (
    <div className={classes.limits}>
      {(['falseReject', 'escape'] as const).map((name) => (
        <NumberInput
          key={name}
          label={t(name)}
          placeholder={t('none')}
          suffix=" %"
          min={0}
          max={100}
          decimalScale={2}
          defaultValue={limits[name] === undefined ? '' : limits[name] * 100}
          onChange={(percent) => {
            const share = Number(percent) / 100;
            const isShare = percent !== '' && share > 0 && share < 1;
            change({ ...limits, [name]: isShare ? share : undefined });
          }}
        />
      ))}
    </div>
  );
}
