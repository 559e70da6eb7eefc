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
import type { LookArea, PartSummary } from '../../ports/parts-api.ts';
import { type ChosenPictures, MOST_PICTURES, useChosenPictures } from './chosen-pictures.ts';
import classes from './learn-page.module.css';
import { LearnProgressBar } from './learn-progress.tsx';
import { type HowToLearn, LearnSettingsForm } from './learn-settings.tsx';
import { type Learning, useLearning } from './learning.ts';
import { PictureDoubts } from './picture-doubts.tsx';
import { PictureSources } from './picture-sources.tsx';
import { PictureTiles } from './picture-tiles.tsx';
import { isWhole } from './region/look-shapes.ts';
import { RegionStep } from './region/region-step.tsx';
import { useRegion } from './region/region.ts';

const USUAL: HowToLearn = {
  pose: 'auto',
  preset: 'balanced',
  light: 'none',
  foreground: false,
  alignment: null,
};

/** Learn a part from its golden samples: a new part, or a new version of one. */
export function LearnPage() {
  const t = useTranslations('learn');
  const { id = null } = useParams({ strict: false });
  const part = usePart(id);
  const [name, setName] = useState('');
  const chosen = useChosenPictures();
  const region = useRegion(part);
  const [settings, setSettings] = useState(USUAL);
  const navigate = useNavigate();
  const learning = useLearning(
    (partId) => void navigate({ to: '/parts/$id', params: { id: partId } }),
  );
  const lookArea = isWhole(region.area) ? null : region.area;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        learning.start({
          partId: id,
          name: name.trim(),
          pictures: chosen.distinct,
          settings: { ...settings, lookArea },
        });
      }}
    >
      <PageHead
        title={id === null ? t('title') : t('versionTitle', { name: part?.name ?? '' })}
        lead={t('lead')}
      />
      <fieldset className={classes.steps} disabled={learning.isRunning}>
        {id === null && <NameStep name={name} onChange={setName} />}
        <PicturesStep
          partId={id}
          chosen={chosen}
          lookArea={lookArea}
          isDisabled={learning.isRunning}
        />
        <Step title={t('region.title')}>
          <RegionStep pictures={chosen.distinct} region={region} isDisabled={learning.isRunning} />
        </Step>
        <Step title={t('settings.title')}>
          <LearnSettingsForm settings={settings} onChange={setSettings} />
        </Step>
      </fieldset>
      <LearnFoot
        learning={learning}
        pictures={chosen.distinct.length}
        hasName={id !== null || name.trim() !== ''}
        isReady={id === null || (part !== null && region.isReady)}
      />
    </form>
  );
}

function NameStep({
  name,
  onChange,
}: {
  readonly name: string;
  readonly onChange: (name: string) => void;
}) {
  const t = useTranslations('learn.name');
  return (
    <Step title={t('title')}>
      <TextInput
        aria-label={t('title')}
        placeholder={t('placeholder')}
        required
        maxLength={80}
        value={name}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
    </Step>
  );
}

/** The part that a version is learned of; null of a new one, and until it is there. */
function usePart(id: string | null): PartSummary | null {
  const { parts } = useApi();
  const { data } = useQuery({
    queryKey: keys.part(id ?? ''),
    queryFn: async ({ signal }) => parts.one(id ?? '', signal),
    enabled: id !== null,
  });
  return data ?? null;
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
  partId,
  chosen: { pictures, distinct, add, remove },
  lookArea,
  isDisabled,
}: {
  readonly partId: string | null;
  readonly chosen: ChosenPictures;
  readonly lookArea: LookArea | null;
  readonly isDisabled: boolean;
}) {
  const t = useTranslations('learn.pictures');
  return (
    <Step title={t('title')}>
      <p className={classes.hint}>{t('hint')}</p>
      <PictureSources
        partId={partId}
        isDisabled={isDisabled}
        hasPictures={pictures.length > 0}
        onPictures={add}
      />
      {pictures.length > 0 && <PictureTiles pictures={pictures} onRemove={remove} />}
      {!isDisabled && <PictureDoubts pictures={distinct} lookArea={lookArea} />}
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
  isReady,
}: {
  readonly learning: Learning;
  readonly pictures: number;
  readonly hasName: boolean;
  /** Whether it is known where the version looks that judges. */
  readonly isReady: boolean;
}) {
  const t = useTranslations('learn');
  const missing = missingOf(pictures, { hasName, isReady });
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
function missingOf(
  pictures: number,
  { hasName, isReady }: { readonly hasName: boolean; readonly isReady: boolean },
) {
  if (!hasName) return 'missing.name';
  if (!isReady) return 'missing.region';
  return pictures < 2 ? 'missing.pictures' : null;
}
