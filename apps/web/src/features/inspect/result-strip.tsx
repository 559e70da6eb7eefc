import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { toneOf } from '../../app/outcome.ts';
import { VerdictThumbnail } from '../../components/verdict-thumbnail.tsx';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import classes from './result-strip.module.css';

/** The last results, the newest first; one that is chosen stays shown while others come in. */
export function ResultStrip({
  results,
  shownId,
  isPinned,
  onPin,
}: {
  readonly results: readonly InspectionSummary[];
  readonly shownId: string | null;
  readonly isPinned: boolean;
  readonly onPin: (id: string | null) => void;
}) {
  const t = useTranslations('inspect');
  return (
    <section className={classes.section} aria-label={t('strip')}>
      <ol className={classes.strip}>
        {results.map((result) => (
          <li key={result.id}>
            <Result
              result={result}
              isShown={result.id === shownId}
              onChoose={() => {
                onPin(result.id);
              }}
            />
          </li>
        ))}
      </ol>
      {isPinned && (
        <Button
          className={classes.follow}
          size="sm"
          leftSection={<IconPlayerTrackNext size={16} />}
          onClick={() => {
            onPin(null);
          }}
        >
          {t('follow')}
        </Button>
      )}
    </section>
  );
}

function Result({
  result,
  isShown,
  onChoose,
}: {
  readonly result: InspectionSummary;
  readonly isShown: boolean;
  readonly onChoose: () => void;
}) {
  const t = useTranslations();
  const format = useFormatter();
  const { name, outcome, ratio } = result;
  const tone = toneOf(outcome);
  const caption =
    ratio === null
      ? t(`verdict.short.${tone}`)
      : format.number(ratio, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <VerdictThumbnail
      inspection={result}
      isChosen={isShown}
      label={`${t('inspect.show', { name, verdict: t(`verdict.${tone}`) })} ${caption}`}
      caption={caption}
      onChoose={onChoose}
    />
  );
}
