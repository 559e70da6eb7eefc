import { Button, NumberInput, SegmentedControl, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { PictureDrop } from '../../components/picture-drop.tsx';
import { Picture } from '../../components/picture.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import type { NewStudy, StudyApi, StudyPicture } from '../../ports/study-api.ts';
import { ConflictNotice } from '../review/conflict-notice.tsx';
import { ChosenPartPage } from '../inspect/chosen-part-page.tsx';
import { type Candidate, useCandidates } from './candidates.ts';
import classes from './study-plan-page.module.css';

/** Plans a study: which parts who judges how often. */
export function StudyPlanPage() {
  const { studies } = useApi();
  return (
    <ChosenPartPage texts="study" icon={IconUsersGroup}>
      {({ id }) => studies !== null && <StudyPlan key={id} partId={id} studies={studies} />}
    </ChosenPartPage>
  );
}

type Fields = Omit<NewStudy, 'pictures'>;

/** Three trials are usual. */
const FIRST: Fields = { name: '', appraisers: [], station: true, trials: 3 };

function StudyPlan({ partId, studies }: { readonly partId: string; readonly studies: StudyApi }) {
  const t = useTranslations('study.plan');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [fields, setFields] = useState<Fields>(FIRST);
  const [chosen, setChosen] = useState<readonly StudyPicture[]>([]);
  const plan = useMutation({
    mutationFn: async () => studies.plan(partId, { ...fields, pictures: chosen }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: keys.studies(partId) });
      await navigate({ to: '/studies/$id', params: { id } });
    },
  });
  const { name, station, appraisers } = fields;
  const isWhole = name.trim() !== '' && chosen.length > 1 && (station || appraisers.length > 0);
  return (
    <form
      className={classes.plan}
      onSubmit={(event) => {
        event.preventDefault();
        plan.mutate();
      }}
    >
      <PlanFields plan={fields} stationName={studies.stationName} onChange={setFields} />
      <PictureChoice partId={partId} studies={studies} chosen={chosen} onChange={setChosen} />
      <ConflictNotice error={plan.error} />
      <div className={classes.end}>
        <p aria-live="polite">
          {t('chosen', {
            good: chosen.filter(({ reference }) => reference === 'good').length,
            bad: chosen.filter(({ reference }) => reference === 'bad').length,
          })}
        </p>
        <Button type="submit" disabled={!isWhole} loading={plan.isPending}>
          {t('begin')}
        </Button>
      </div>
    </form>
  );
}

/** Who judges how often. */
function PlanFields({
  plan,
  stationName,
  onChange,
}: {
  readonly plan: Fields;
  readonly stationName: string;
  readonly onChange: (plan: Fields) => void;
}) {
  const t = useTranslations('study.plan');
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('name')}
        required
        maxLength={200}
        value={plan.name}
        onChange={({ currentTarget }) => {
          onChange({ ...plan, name: currentTarget.value });
        }}
      />
      <TagsInput
        label={t('appraisers')}
        description={t('appraisersText')}
        maxTags={20}
        value={[...plan.appraisers]}
        onChange={(names) => {
          onChange({ ...plan, appraisers: names.filter((one) => one !== stationName) });
        }}
      />
      <NumberInput
        label={t('trials')}
        description={t('trialsText')}
        min={1}
        max={10}
        allowDecimal={false}
        value={plan.trials}
        onChange={(value) => {
          onChange({ ...plan, trials: Number(value) || 1 });
        }}
      />
      <Switch
        label={t('station')}
        checked={plan.station}
        onChange={({ currentTarget }) => {
          onChange({ ...plan, station: currentTarget.checked });
        }}
      />
    </div>
  );
}

function PictureChoice({
  partId,
  studies,
  chosen,
  onChange,
}: {
  readonly partId: string;
  readonly studies: StudyApi;
  readonly chosen: readonly StudyPicture[];
  readonly onChange: (chosen: readonly StudyPicture[]) => void;
}) {
  const t = useTranslations('study.plan');
  const { candidates, upload, more } = useCandidates(partId, studies);
  const change = (candidate: Candidate, picture: Partial<StudyPicture> | null) => {
    const others = chosen.filter((one) => !isOf(one, candidate));
    const before = chosen.find((one) => isOf(one, candidate));
    const { name, source } = candidate;
    const plain = { name, ...source, reference: 'good' as const, borderline: false };
    onChange(picture === null ? others : [...others, { ...plain, ...before, ...picture }]);
  };
  return (
    <section className={classes.choice} aria-label={t('pictures')}>
      <h2>{t('pictures')}</h2>
      <p>{t('picturesText')}</p>
      <PictureDrop compact disabled={upload.isPending} onPictures={upload.mutate} />
      <ConflictNotice error={upload.error} />
      <ul>
        {candidates.map((candidate) => (
          <CandidateTile
            key={candidate.key}
            candidate={candidate}
            picture={chosen.find((one) => isOf(one, candidate))}
            onChange={(picture) => {
              change(candidate, picture);
            }}
          />
        ))}
      </ul>
      <MoreButton query={more}>{t('more')}</MoreButton>
    </section>
  );
}

function isOf({ inspection, sha256 }: StudyPicture, { source }: Candidate): boolean {
  return inspection === source.inspection && sha256 === source.sha256;
}

function CandidateTile({
  candidate: { name, address },
  picture,
  onChange,
}: {
  readonly candidate: Candidate;
  readonly picture: StudyPicture | undefined;
  readonly onChange: (picture: Partial<StudyPicture> | null) => void;
}) {
  const t = useTranslations('study.plan');
  const options = ['none', 'good', 'bad'] as const;
  return (
    <li className={classes.tile} data-chosen={picture !== undefined || undefined}>
      <span className={classes.picture}>
        <Picture address={address} />
      </span>
      <span className={classes.name}>{name}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('reference', { name })}
        value={picture?.reference ?? 'none'}
        data={options.map((value) => ({ value, label: t(`references.${value}`) }))}
        onChange={(value) => {
          onChange(value === 'good' || value === 'bad' ? { reference: value } : null);
        }}
      />
      <Switch
        size="xs"
        label={t('borderline')}
        disabled={picture === undefined}
        checked={picture?.borderline ?? false}
        onChange={({ currentTarget }) => {
          onChange({ borderline: currentTarget.checked });
        }}
      />
    </li>
  );
}
