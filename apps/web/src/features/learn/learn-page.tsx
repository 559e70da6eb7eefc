import { Button, TextInput } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { PageHead } from '../../components/page-head.tsx';
import { FailureState } from '../../components/states.tsx';
import type { LearnSettings } from '../../ports/parts-api.ts';
import { type ChosenPictures, MOST_PICTURES, useChosenPictures } from './chosen-pictures.ts';
import classes from './learn-page.module.css';
import { LearnProgressBar } from './learn-progress.tsx';
import { LearnSettingsForm } from './learn-settings.tsx';
import { type Learning, useLearning } from './learning.ts';
import { PictureDoubts } from './picture-doubts.tsx';
import { PictureSources } from './picture-sources.tsx';
import { PictureTiles } from './picture-tiles.tsx';

const USUAL: LearnSettings = { pose: 'auto', preset: 'balanced' };

/** Learn a part from its golden samples: a new part, or a new version of one. */
export function LearnPage() {
  const t = useTranslations('learn');
  const { id = null } = useParams({ strict: false });
  const part = usePartName(id);
  const [name, setName] = useState('');
  const chosen = useChosenPictures();
  const [settings, setSettings] = useState(USUAL);
  const navigate = useNavigate();
  const learning = useLearning((partId) => {
    void navigate({ to: '/parts/$id', params: { id: partId } });
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        learning.start({ partId: id, name: name.trim(), pictures: chosen.distinct, settings });
      }}
    >
      <PageHead
        title={id === null ? t('title') : t('versionTitle', { name: part })}
        lead={t('lead')}
      />
      <fieldset className={classes.steps} disabled={learning.isRunning}>
        {id === null && (
          <Step title={t('name.title')}>
            <TextInput
              aria-label={t('name.title')}
              placeholder={t('name.placeholder')}
              required
              maxLength={80}
              value={name}
              onChange={({ currentTarget }) => {
                setName(currentTarget.value);
              }}
            />
          </Step>
        )}
        <PicturesStep chosen={chosen} isDisabled={learning.isRunning} />
        <Step title={t('settings.title')}>
          <LearnSettingsForm settings={settings} onChange={setSettings} />
        </Step>
      </fieldset>
      <LearnFoot
        learning={learning}
        pictures={chosen.distinct.length}
        hasName={id !== null || name.trim() !== ''}
      />
    </form>
  );
}

function usePartName(id: string | null): string {
  const { parts } = useApi();
  const { data } = useQuery({
    queryKey: keys.part(id ?? ''),
    queryFn: async ({ signal }) => parts.one(id ?? '', signal),
    enabled: id !== null,
  });
  return data?.name ?? '';
}

function Step({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className={classes.step}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function PicturesStep({
  chosen: { pictures, distinct, add, remove },
  isDisabled,
}: {
  readonly chosen: ChosenPictures;
  readonly isDisabled: boolean;
}) {
  const t = useTranslations('learn.pictures');
  return (
    <Step title={t('title')}>
      <p className={classes.hint}>{t('hint')}</p>
      <PictureSources isDisabled={isDisabled} hasPictures={pictures.length > 0} onPictures={add} />
      {pictures.length > 0 && <PictureTiles pictures={pictures} onRemove={remove} />}
      {!isDisabled && <PictureDoubts pictures={distinct} />}
      {distinct.length > MOST_PICTURES && (
        <p className={classes.doubt}>{t('many', { count: distinct.length })}</p>
      )}
    </Step>
  );
}

function LearnFoot({
  learning,
  pictures,
  hasName,
}: {
  readonly learning: Learning;
  readonly pictures: number;
  readonly hasName: boolean;
}) {
  const t = useTranslations('learn');
  const missing = missingOf(pictures, hasName);
  return (
    <div className={classes.foot}>
      {learning.error !== null && <FailureState error={learning.error} />}
      {learning.isRunning ? (
        <LearnProgressBar progress={learning.progress} />
      ) : (
        <>
          <p className={classes.hint}>
            {missing === null ? t('ready', { count: pictures }) : t(missing)}
          </p>
          <Button
            type="submit"
            size="lg"
            leftSection={<IconSchool size={22} />}
            disabled={missing !== null}
          >
            {t('start')}
          </Button>
        </>
      )}
    </div>
  );
}

/** What is still to be done before anything can be learned; null if nothing is. */
function missingOf(pictures: number, hasName: boolean) {
  if (!hasName) return 'missing.name';
  return pictures < 2 ? 'missing.pictures' : null;
}
