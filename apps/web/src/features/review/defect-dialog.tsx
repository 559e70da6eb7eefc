import { Button, Group, Modal, Slider, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { MaskStroke } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './defect-dialog.module.css';
import { MaskPainter } from './mask-painter.tsx';

/** What a person says of a defect. */
interface Defect {
  readonly name: string;
  readonly note: string;
  readonly mask?: readonly MaskStroke[];
}

interface DialogProps {
  readonly inspection: InspectionSummary;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onDecide: (defect: Defect) => void;
}

/** Asks what a defect is called, and where it is. */
export function DefectDialog(props: DialogProps) {
  const t = useTranslations('review.defect');
  const actions = useTranslations('actions');
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t('title')}
      closeButtonProps={{ 'aria-label': actions('close') }}
    >
      <DefectForm {...props} />
    </Modal>
  );
}

function DefectForm({ inspection, error, isPending, onClose, onDecide }: DialogProps) {
  const t = useTranslations('review.defect');
  const actions = useTranslations('actions');
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [strokes, setStrokes] = useState<readonly MaskStroke[]>([]);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const mask = strokes.length === 0 ? {} : { mask: strokes };
        onDecide({ name: name.trim(), note: note.trim(), ...mask });
      }}
    >
      <p className={classes.text}>{t('text')}</p>
      <TextInput
        label={t('name')}
        placeholder={t('example')}
        value={name}
        required
        maxLength={200}
        data-autofocus
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <MaskEditor inspection={inspection} strokes={strokes} onChange={setStrokes} />
      <TextInput
        label={t('note')}
        value={note}
        maxLength={2000}
        onChange={({ currentTarget }) => {
          setNote(currentTarget.value);
        }}
      />
      <ConflictNotice error={error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {actions('cancel')}
        </Button>
        <Button type="submit" loading={isPending} disabled={name.trim() === ''}>
          {t('confirm')}
        </Button>
      </Group>
    </form>
  );
}

/** Width of the brush, percent of the picture's longer side. */
const BRUSH = { min: 1, max: 20, first: 5 } as const;

function MaskEditor({
  inspection,
  strokes,
  onChange,
}: {
  readonly inspection: InspectionSummary;
  readonly strokes: readonly MaskStroke[];
  readonly onChange: (strokes: readonly MaskStroke[]) => void;
}) {
  const t = useTranslations('review.defect');
  const [brush, setBrush] = useState<number>(BRUSH.first);
  if (inspection.picture === null) return null;
  return (
    <fieldset className={classes.mask}>
      <legend>{t('mask')}</legend>
      <MaskPainter
        picture={inspection.picture}
        strokes={strokes}
        brush={brush / 100}
        onChange={onChange}
      />
      <div className={classes.tools}>
        <Slider
          className={classes.brush}
          thumbLabel={t('brush')}
          label={(value) => t('percent', { value })}
          min={BRUSH.min}
          max={BRUSH.max}
          value={brush}
          onChange={setBrush}
        />
        <Button
          size="sm"
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          disabled={strokes.length === 0}
          onClick={() => {
            onChange(strokes.slice(0, -1));
          }}
        >
          {t('back')}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconEraser size={16} />}
          disabled={strokes.length === 0}
          onClick={() => {
            onChange([]);
          }}
        >
          {t('clear')}
        </Button>
      </div>
    </fieldset>
  );
}
