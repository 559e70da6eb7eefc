import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InspectionSummary } from '../ports/inspection-api.ts';
import classes from './inspection-tile.module.css';
import { Picture } from './picture.tsx';

/** A picture that was inspected, with the way to all about it, as an item of a list. */
export function InspectionTile({
  inspection: { id, name, thumbnail },
  label = name,
  children,
}: {
  readonly inspection: Pick<InspectionSummary, 'id' | 'name' | 'thumbnail'>;
  /** What it is called; the name of the picture by default. */
  readonly label?: string;
  readonly children: ReactNode;
}) {
  return (
    <li className={classes.tile}>
      <Link to="/inspections/$id" params={{ id }}>
        <span className={classes.picture}>
          <Picture address={thumbnail} />
        </span>
        <span className={classes.name}>{label}</span>
      </Link>
      {children}
    </li>
  );
}
