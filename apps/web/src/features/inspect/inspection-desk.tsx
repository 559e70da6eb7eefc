import { Select } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { useCamera } from '../../components/camera.ts';
import { LoadingState } from '../../components/states.tsx';
import { useWakeLock } from '../../components/wake-lock.ts';
import type { PartSummary } from '../../ports/parts-api.ts';
import type { ChosenPart } from './chosen-part.ts';
import classes from './inspection-desk.module.css';
import { useRecent, useShown } from './recent.ts';
import { ResultStrip } from './result-strip.tsx';
import { ResultView } from './result-view.tsx';
import { ShiftCounters } from './shift-counters.tsx';
import { SoundSwitch, useVerdictSound } from './sound.tsx';
import { SourcePane, type SourceKind, SourceSwitch } from './source-pane.tsx';
import { SubmissionNotice } from './submission-notice.tsx';
import { type Submission, useSubmission } from './submission.ts';

/** Loaded where somebody asks for it: no station has it. */
const LiveView = lazy(async () => ({ default: (await import('./live-view.tsx')).LiveView }));

/** One part at its desk: source, result, and the last results. */
export function InspectionDesk({
  chosen,
  part,
}: {
  readonly chosen: ChosenPart;
  readonly part: PartSummary;
}) {
  const { can } = useSession();
  const recent = useRecent(part.id);
  const { shown, isPinned, pin } = useShown(recent.results);
  const submission = useSubmission(recent.add);
  const [source, setSource] = useState<SourceKind>('pictures');
  const camera = useCamera();
  useWakeLock(camera.state === 'on');
  const [showsOverlay, setShowsOverlay] = useState(true);
  useVerdictSound(recent.results);
  useDeskKeys(setShowsOverlay, pin);
  const judge = (pictures: readonly { readonly name: string; readonly picture: Blob }[]) => {
    pin(null);
    const from = source === 'pictures' ? 'upload' : 'camera';
    submission.send(pictures.map((one) => ({ ...one, partId: part.id, source: from })));
  };
  return (
    <div className={classes.desk} data-source={can('operator') ? source : 'line'}>
      <DeskHead chosen={chosen} part={part} submission={submission}>
        {can('operator') && <SourceSwitch source={source} onChange={setSource} camera={camera} />}
      </DeskHead>
      {can('operator') && <SourcePane source={source} camera={camera} onPictures={judge} />}
      {source === 'live' ? (
        <Suspense fallback={<LoadingState />}>
          <LiveView camera={camera} partId={part.id} />
        </Suspense>
      ) : (
        <ResultView
          shown={shown}
          recent={recent}
          source={source}
          showsOverlay={showsOverlay}
          onOverlay={setShowsOverlay}
        />
      )}
      <ResultStrip
        results={recent.results}
        shownId={shown?.id ?? null}
        isPinned={isPinned}
        onPin={pin}
      />
    </div>
  );
}

/** `O` shows and hides what differs, Escape goes back to the newest. */
function useDeskKeys(
  onOverlay: (change: (shows: boolean) => boolean) => void,
  onPin: (id: string | null) => void,
): void {
  useHotkeys([
    [
      'o',
      () => {
        onOverlay((shows) => !shows);
      },
    ],
    [
      'Escape',
      () => {
        onPin(null);
      },
    ],
  ]);
}

function DeskHead({
  chosen,
  part,
  submission,
  children,
}: {
  readonly chosen: ChosenPart;
  readonly part: PartSummary;
  readonly submission: Submission;
  readonly children: ReactNode;
}) {
  const t = useTranslations('inspect');
  return (
    <header className={classes.head}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <PartSelect chosen={chosen} part={part} />
      {children}
      <div className={classes.spread}>
        <ShiftCounters partId={part.id} />
        <SoundSwitch />
      </div>
      <SubmissionNotice submission={submission} />
    </header>
  );
}

function PartSelect({ chosen, part }: { readonly chosen: ChosenPart; readonly part: PartSummary }) {
  const t = useTranslations('inspect');
  return (
    <Select
      className={classes.part}
      aria-label={t('part')}
      size="md"
      value={part.id}
      allowDeselect={false}
      searchable={chosen.parts.length > 8}
      data={chosen.parts.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        if (id !== null) chosen.choose(id);
      }}
    />
  );
}
