import { Button } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconBug, IconCheck, IconThumbUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { NewReview, ReviewKind } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { tellDecision } from './decision-notice.tsx';
import classes from './decision-panel.module.css';
import { DefectDialog } from './defect-dialog.tsx';

interface PanelProps {
  readonly inspection: InspectionSummary;
  readonly kind: ReviewKind;
  readonly onDecided: () => void;
}

/** What a person can say of a verdict on which nobody has decided: by button, or by R, G and D. */
export function DecisionPanel(props: PanelProps) {
  const { can } = useSession();
  return can('operator') ? <Decisions {...props} /> : null;
}

/** Sends a decision; whatever became of it, all is asked for again. */
function useDecision({ id }: InspectionSummary, onDecided: () => void) {
  const { reviews } = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (review: Omit<NewReview, 'inspectionId' | 'expected'>) =>
      reviews?.decide({ ...review, inspectionId: id, expected: null }),
    onSuccess: (review) => {
      onDecided();
      if (review !== undefined) tellDecision(review);
    },
    onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
}

const BUTTONS = [
  { decision: 'right', icon: IconCheck },
  { decision: 'good', icon: IconThumbUp },
  { decision: 'defect', icon: IconBug },
] as const;

function Decisions({ inspection, kind, onDecided }: PanelProps) {
  const t = useTranslations('review.decide');
  const [isAsking, { open, close }] = useDisclosure(false);
  const decide = useDecision(inspection, () => {
    close();
    onDecided();
  });
  const say = (decision: NewReview['decision']) => {
    if (decide.isPending || isAsking) return;
    if (decision === 'defect') open();
    else decide.mutate({ decision });
  };
  const hotkey = (key: string, decision: NewReview['decision']): [string, () => void] => [
    key,
    () => {
      say(decision);
    },
  ];
  useHotkeys([hotkey('R', 'right'), hotkey('G', 'good'), hotkey('D', 'defect')]);
  const tone = kind === 'cannot judge' ? 'unjudged' : kind;
  return (
    <div className={classes.panel}>
      <ConflictNotice error={decide.error} />
      {BUTTONS.map(({ decision, icon: Icon }) => (
        <Button
          key={decision}
          size="md"
          variant="default"
          leftSection={<Icon size={18} />}
          disabled={decide.isPending}
          onClick={() => {
            say(decision);
          }}
        >
          {t(`${decision}.${tone}`)}
        </Button>
      ))}
      <p className={classes.hint}>{t('hint')}</p>
      {isAsking && (
        <DefectDialog
          inspection={inspection}
          error={decide.error}
          isPending={decide.isPending}
          onClose={close}
          onDecide={(defect) => {
            decide.mutate({ decision: 'defect', ...defect });
          }}
        />
      )}
    </div>
  );
}
