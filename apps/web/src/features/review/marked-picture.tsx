import { useState } from 'react';
import { Picture } from '../../components/picture.tsx';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { MaskStroke } from '../../ports/review-api.ts';
import classes from './marked-picture.module.css';
import { MaskShape } from './mask-shape.tsx';

/** A small picture, with what was painted on it. */
export function MarkedPicture({
  inspection: { picture, thumbnail },
  mask,
}: {
  readonly inspection: Pick<InspectionSummary, 'picture' | 'thumbnail'>;
  readonly mask: readonly MaskStroke[] | null;
}) {
  const [box, setBox] = useState<string | null>(null);
  // Strokes are in pixels of the whole picture.
  if (picture === null || mask === null) return <Picture address={thumbnail} />;
  return (
    <span className={classes.frame}>
      <img
        className={classes.layer}
        src={picture}
        alt=""
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          setBox(`0 0 ${String(naturalWidth)} ${String(naturalHeight)}`);
        }}
      />
      {box !== null && (
        <svg
          className={classes.layer}
          viewBox={box}
          preserveAspectRatio="xMidYMid slice"
          aria-hidden="true"
        >
          <MaskShape strokes={mask} />
        </svg>
      )}
    </span>
  );
}
