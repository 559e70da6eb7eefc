import type { InspectionRecord } from './records.ts';
import { isDecided, openKind } from './reviewed.ts';

/** Inspections that are kept. */
const MOST_INSPECTIONS = 1000;
/** Inspections that keep their pictures, the newest: a browser has little room. */
const MOST_PICTURES = 60;
/** As many of those that are to be reviewed do, too. */
const MOST_OPEN = 60;

/** What is kept of inspections, and whose pictures are not. */
interface KeptInspections {
  /** The newest first. */
  readonly kept: readonly InspectionRecord[];
  /** Those whose pictures are to be removed. */
  readonly without: readonly InspectionRecord[];
}

/**
 * Leaves out what is too old. What somebody called good after all, or a defect, stays with its picture: versions of the
 * part are made of it, and tried by it.
 *
 * @param all - The newest first.
 */
export function keepInspections(all: readonly InspectionRecord[]): KeptInspections {
  const kept: InspectionRecord[] = [];
  const without: InspectionRecord[] = [];
  let open = 0;
  for (const [index, record] of all.entries()) {
    const isOpen = openKind(record) !== null;
    if (isOpen) open += 1;
    const isAmongOpen = isOpen && open <= MOST_OPEN;
    const isListed = isHeld(record) || index < MOST_INSPECTIONS;
    const isRecent = isAmongOpen || index < MOST_PICTURES;
    const keepsPicture = isHeld(record) || (isListed && isRecent);
    if (record.hasPicture && !keepsPicture) without.push(record);
    if (isListed) kept.push(keepsPicture ? record : withoutPictures(record));
  }
  return { kept, without };
}

function isHeld(record: InspectionRecord): boolean {
  return isDecided(record, 'good') || isDecided(record, 'defect');
}

function withoutPictures(record: InspectionRecord): InspectionRecord {
  return { ...record, hasPicture: false, hasOverlay: false };
}
