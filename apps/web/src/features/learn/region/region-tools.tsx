import { Button, SegmentedControl } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconEraser,
  IconPlus,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import type { Drawing, Tool } from './drawing.ts';
import { firstShape, isWhole, WHOLE, withShape } from './look-shapes.ts';
import type { Region } from './region.ts';
import classes from './region-tools.module.css';

/** What is drawn next, and ways back. */
export function RegionTools({
  tool,
  region: { area, set, undo, redo },
  drawing,
  onTool,
}: {
  readonly tool: Tool;
  readonly region: Region;
  readonly drawing: Drawing;
  readonly onTool: (tool: Tool) => void;
}) {
  const t = useTranslations('learn.region');
  const isBegun = drawing.corners.length > 0;
  return (
    <div className={classes.tools}>
      <ToolChoice
        tool={tool}
        onTool={(next) => {
          drawing.drop();
          onTool(next);
        }}
      />
      {tool.form === 'polygon' && (
        <ToolAction
          icon={IconCheck}
          label={t('close')}
          onClick={drawing.corners.length < 3 ? null : drawing.close}
        />
      )}
      <ToolAction
        icon={IconPlus}
        label={t('insert')}
        onClick={
          isBegun
            ? null
            : () => {
                set(withShape(area, tool.kind, firstShape(tool.kind, tool.form)));
              }
        }
      />
      <ToolAction
        icon={IconArrowBackUp}
        label={t('undo')}
        onClick={isBegun ? drawing.back : undo}
      />
      <ToolAction icon={IconArrowForwardUp} label={t('redo')} onClick={isBegun ? null : redo} />
      <ToolAction
        icon={IconEraser}
        label={t('clear')}
        onClick={
          isWhole(area)
            ? null
            : () => {
                set(WHOLE);
              }
        }
      />
    </div>
  );
}

/** Where to look or not, and by which form. */
function ToolChoice({
  tool,
  onTool,
}: {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
}) {
  const t = useTranslations('learn.region');
  return (
    <>
      <SegmentedControl
        aria-label={t('kind.label')}
        value={tool.kind}
        data={(['include', 'ignore'] as const).map((value) => ({
          value,
          label: t(`kind.${value}`),
        }))}
        onChange={(kind) => {
          onTool({ ...tool, kind });
        }}
      />
      <SegmentedControl
        aria-label={t('form.label')}
        value={tool.form}
        data={(['rectangle', 'polygon'] as const).map((value) => ({
          value,
          label: t(`form.${value}`),
        }))}
        onChange={(form) => {
          onTool({ ...tool, form });
        }}
      />
    </>
  );
}

function ToolAction({
  icon: Icon,
  label,
  onClick,
}: {
  readonly icon: ComponentType<{ size?: number }>;
  readonly label: string;
  /** Null where there is nothing to do. */
  readonly onClick: (() => void) | null;
}) {
  return (
    <Button
      size="sm"
      variant="default"
      leftSection={<Icon size={16} />}
      disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      {label}
    </Button>
  );
}
