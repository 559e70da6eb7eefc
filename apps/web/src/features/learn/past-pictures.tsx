import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { inspectionPages } from '../../app/inspection-pages.ts';
import { toneOf } from '../../app/outcome.ts';
import { MoreButton } from '../../components/more-button.tsx';
import { Picture } from '../../components/picture.tsx';
import { FailureState, UnansweredState } from '../../components/states.tsx';
import { VerdictSign } from '../../components/verdict-sign.tsx';
import type { NamedBlob } from '../../ports/file-source.ts';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import classes from './picture-tiles.module.css';

/** Golden samples from past inspections: whoever chooses says that they show good parts, whatever the verdict was. */
export function PastPictures({
  partId,
  onPictures,
  onClose,
}: {
  /** Whose inspections; null of all parts. */
  readonly partId: string | null;
  readonly onPictures: (pictures: readonly NamedBlob[]) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('learn.pictures.past');
  const actions = useTranslations('actions');
  const [chosen, setChosen] = useState<readonly InspectionSummary[]>([]);
  const query = usePast(partId);
  const fetching = useMutation({
    mutationFn: async () => Promise.all(chosen.map(fetchPicture)),
    onSuccess: (pictures) => {
      onPictures(pictures);
      onClose();
    },
  });
  return (
    <Modal
      opened
      size="xl"
      title={t('title')}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': actions('close') }}
    >
      <p>{t('hint')}</p>
      {!query.isSuccess && <UnansweredState query={query} />}
      {query.data?.length === 0 && <p>{t('none')}</p>}
      <PastTiles inspections={query.data ?? []} chosen={chosen} onChange={setChosen} />
      {fetching.isError && <FailureState error={fetching.error} />}
      <Group mt="md" justify="space-between">
        <MoreButton query={query}>{t('more')}</MoreButton>
        <Button
          ml="auto"
          disabled={chosen.length === 0}
          loading={fetching.isPending}
          onClick={() => {
            fetching.mutate();
          }}
        >
          {t('add', { count: chosen.length })}
        </Button>
      </Group>
    </Modal>
  );
}

/** Inspections whose picture is kept, the newest first; of all parts where none is named. */
function usePast(partId: string | null) {
  const { inspections } = useApi();
  const filter = partId === null ? {} : { partId };
  return useInfiniteQuery({
    ...inspectionPages(inspections, filter),
    select: ({ pages }) =>
      pages.flatMap(({ items }) => items).filter(({ picture }) => picture !== null),
  });
}

function PastTiles({
  inspections,
  chosen,
  onChange,
}: {
  readonly inspections: readonly InspectionSummary[];
  readonly chosen: readonly InspectionSummary[];
  readonly onChange: (chosen: readonly InspectionSummary[]) => void;
}) {
  return (
    <ul className={classes.tiles}>
      {inspections.map((inspection) => (
        <PastTile
          key={inspection.id}
          inspection={inspection}
          isChosen={chosen.some(({ id }) => id === inspection.id)}
          onChange={(isChosen) => {
            const others = chosen.filter(({ id }) => id !== inspection.id);
            onChange(isChosen ? [...others, inspection] : others);
          }}
        />
      ))}
    </ul>
  );
}

function PastTile({
  inspection: { name, outcome, thumbnail, picture },
  isChosen,
  onChange,
}: {
  readonly inspection: InspectionSummary;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}) {
  return (
    <li>
      <label className={classes.tile}>
        <span className={classes.frame}>
          <Picture address={thumbnail ?? picture} />
        </span>
        <Group gap={6} wrap="nowrap">
          <Checkbox
            aria-label={name}
            checked={isChosen}
            onChange={({ currentTarget }) => {
              onChange(currentTarget.checked);
            }}
          />
          <VerdictSign tone={toneOf(outcome)} />
          <span className={classes.name}>{name}</span>
        </Group>
      </label>
    </li>
  );
}

async function fetchPicture({ name, picture }: InspectionSummary): Promise<NamedBlob> {
  const answer = await fetch(picture ?? '');
  if (!answer.ok) throw new Error(`Cannot read ${name}: status ${String(answer.status)}`);
  return { name, blob: await answer.blob() };
}
