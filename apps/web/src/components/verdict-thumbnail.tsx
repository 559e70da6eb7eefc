import { toneOf } from '../app/outcome.ts';
import type { InspectionSummary } from '../ports/inspection-api.ts';
import { Picture } from './picture.tsx';
import classes from './verdict-thumbnail.module.css';
import { VerdictSign } from './verdict-sign.tsx';

/** A picture to choose, framed in the colour of its verdict. */
export function VerdictThumbnail({
  inspection: { outcome, thumbnail },
  isChosen,
  label,
  caption,
  onChoose,
}: {
  readonly inspection: Pick<InspectionSummary, 'outcome' | 'thumbnail'>;
  readonly isChosen: boolean;
  /** Name of the button, which says what the caption says too. */
  readonly label: string;
  readonly caption: string;
  readonly onChoose: () => void;
}) {
  const tone = toneOf(outcome);
  return (
    <button
      type="button"
      className={classes.thumbnail}
      data-tone={tone}
      aria-pressed={isChosen}
      aria-label={label}
      onClick={onChoose}
    >
      <span className={classes.picture}>
        <Picture address={thumbnail} />
      </span>
      <span className={classes.caption}>
        <VerdictSign tone={tone} />
        {caption}
      </span>
    </button>
  );
}
