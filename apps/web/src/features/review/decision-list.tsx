import { Button, Table } from '@mantine/core';
import { IconArrowBackUp, IconChecklist } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { TableFrame } from '../../components/table-frame.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import type { Decision, Review } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './decision-list.module.css';
import { MarkedPicture } from './marked-picture.tsx';

/**
 * What was decided, the newest first; each can be taken back.
 *
 * @param decision - `defect` shows regression pictures alone: those that hold.
 */
export function DecisionList({
  partId,
  decision,
}: {
  readonly partId: string;
  readonly decision?: Decision;
}) {
  const t = useTranslations('review');
  const { reviews } = useApi();
  const query = useInfiniteQuery({
    queryKey: keys.reviewList(partId, decision),
    queryFn: async ({ pageParam, signal }) => {
      if (reviews === null) return { items: [], next: null };
      const state = decision === undefined ? {} : { state: 'decided' as const };
      return reviews.list({ partId, decision, ...state }, pageParam, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const items: readonly Review[] = query.data.pages.flatMap((page) => page.items);
  const empty = decision === undefined ? 'undecided' : 'unreported';
  if (items.length === 0) {
    return (
      <EmptyState icon={IconChecklist} title={t(`${empty}.title`)}>
        {t(`${empty}.text`)}
      </EmptyState>
    );
  }
  return (
    <div className={classes.list}>
      {decision !== undefined && <p className={classes.lead}>{t('regressions')}</p>}
      <DecisionTable items={items} />
      <MoreButton query={query}>{t('more')}</MoreButton>
    </div>
  );
}

function DecisionTable({ items }: { readonly items: readonly Review[] }) {
  const t = useTranslations('review.column');
  return (
    <TableFrame>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('picture')}</Table.Th>
            <Table.Th>{t('decision')}</Table.Th>
            <Table.Th>{t('by')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((review) => (
            <DecisionRow key={review.id} review={review} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function DecisionRow({ review }: { readonly review: Review }) {
  const t = useTranslations('review');
  const format = useFormatter();
  const { decision, name, note, by, time, inspection } = review;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/inspections/$id" params={{ id: inspection.id }} className={classes.picture}>
          <span className={classes.thumbnail}>
            <MarkedPicture inspection={inspection} mask={review.mask} />
          </span>
          <span>{name ?? inspection.name}</span>
        </Link>
      </Table.Td>
      <Table.Td>
        {t(`as.${decision}`)}
        {note !== '' && <span className={classes.soft}>{note}</span>}
      </Table.Td>
      <Table.Td>
        {by}
        <span className={classes.soft}>
          {format.dateTime(new Date(time), { dateStyle: 'short', timeStyle: 'short' })}
        </span>
      </Table.Td>
      <Table.Td>
        <DecisionState review={review} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Whether a decision holds, and the way back. */
export function DecisionState({ review }: { readonly review: Review }) {
  const t = useTranslations('review');
  const { reviews } = useApi();
  const { can } = useSession();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: async () => reviews?.undo(review.id),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
  if (review.state === 'undone') return t('undone');
  if (review.state === 'applied') return t('applied', { version: review.version ?? 0 });
  if (!can('operator')) return null;
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconArrowBackUp size={16} />}
        loading={undo.isPending}
        onClick={() => {
          undo.mutate();
        }}
      >
        {t('undo')}
      </Button>
      <ConflictNotice error={undo.error} />
    </>
  );
}
