import { ActionIcon } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { InspectionSummary, Outcome } from '../../ports/inspection-api.ts';

/** Notes of a verdict, hertz: what is not a pass falls, and is told apart by their number. */
const NOTES: Partial<Record<Outcome, readonly number[]>> = {
  fail: [523, 349],
  'cannot judge': [440, 392, 440],
  error: [440, 392, 440],
};
/** Length of a note, seconds. */
const NOTE = 0.16;

function useSound() {
  return useLocalStorage({
    key: 'fewgood-sound',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
}

/** Sound on or off: of what is not a pass. */
export function SoundSwitch() {
  const t = useTranslations('inspect.sound');
  const [isOn, setOn] = useSound();
  const label = isOn ? t('off') : t('on');
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={() => {
        setOn(!isOn);
      }}
    >
      {isOn ? <IconVolume size={20} stroke={1.7} /> : <IconVolumeOff size={20} stroke={1.7} />}
    </ActionIcon>
  );
}

/** Sounds once for each new verdict that is not a pass, where sound is on. */
export function useVerdictSound(results: readonly InspectionSummary[]): void {
  const [isOn] = useSound();
  const last = useRef<string | null>(null);
  const newest = results.find(({ outcome }) => outcome !== 'waiting');
  useEffect(() => {
    const isNew = last.current !== null && newest !== undefined && newest.id !== last.current;
    last.current = newest?.id ?? last.current ?? '';
    if (isOn && isNew) play(NOTES[newest.outcome] ?? []);
  }, [isOn, newest]);
}

function play(notes: readonly number[]): void {
  if (notes.length === 0) return;
  const context = new AudioContext();
  for (const [index, frequency] of notes.entries()) {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(context.destination);
    note.start(context.currentTime + index * NOTE);
    note.stop(context.currentTime + (index + 1) * NOTE);
    if (index === notes.length - 1) {
      note.addEventListener('ended', () => {
        void context.close();
      });
    }
  }
}
