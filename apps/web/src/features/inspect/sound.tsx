import { useLocalStorage } from '@mantine/hooks';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ToolButton } from '../../components/tool-button.tsx';
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
  return (
    <ToolButton
      icon={isOn ? IconVolume : IconVolumeOff}
      label={isOn ? t('off') : t('on')}
      isPressed={isOn}
      onClick={() => {
        setOn(!isOn);
      }}
    />
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
