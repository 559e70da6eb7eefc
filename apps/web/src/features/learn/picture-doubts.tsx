import { Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { useFaultText } from '../../components/fault-text.ts';
import { DoubtList } from '../../components/reason-list.tsx';
import type { LookArea } from '../../ports/parts-api.ts';
import type { ChosenPicture } from './chosen-pictures.ts';
import classes from './picture-doubts.module.css';

/** Milliseconds after the last picture was added until all are looked at. */
const REST = 400;

/** What is doubtful about the chosen pictures as a support set: blur, light, near copies, strangers. */
export function PictureDoubts({
  pictures,
  lookArea,
}: {
  readonly pictures: readonly ChosenPicture[];
  /** Where to look; null for whole pictures. */
  readonly lookArea: LookArea | null;
}) {
  const t = useTranslations('learn.pictures');
  const { parts } = useApi();
  const [settled] = useDebouncedValue(pictures, REST);
  const [shapes] = useDebouncedValue(lookArea, REST);
  const check = useQuery({
    queryKey: ['picture-checks', settled.map(({ key }) => key), shapes],
    queryFn: async ({ signal }) => (await parts.check?.(settled, shapes, signal)) ?? [],
    enabled: parts.check !== null && settled.length > 0,
    staleTime: Infinity,
  });
  const fault = useFaultText(check.error);
  if (pictures.length === 0) return null;
  if (check.isError) {
    return (
      <p role="alert">
        <strong>{fault.title}</strong> {fault.text}
      </p>
    );
  }
  if (check.isPending || settled !== pictures || shapes !== lookArea) {
    return (
      <p className={classes.state} role="status">
        <Loader size="xs" />
        {t('checking')}
      </p>
    );
  }
  if (check.data.length > 0) return <DoubtList doubts={check.data} />;
  return (
    <p className={classes.sound} role="status">
      <IconCircleCheck size={18} aria-hidden="true" />
      {t('sound')}
    </p>
  );
}
