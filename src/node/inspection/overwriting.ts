import type { FileLook } from './file-look.ts';

/** A picture that stood still for so long was written whole: what overwrites it then is another one. */
const AT_REST = 100;
/** The same of one that is overwritten from its beginning, where a writer's pieces follow one another closely. */
const HEAD_AT_REST = 20;

/** Whether a file is a picture as far as can be told. */
export function isPicture({ wholeness, kind, stamp }: FileLook): boolean {
  return (
    kind === 'picture' && stamp.bytes > 0 && (wholeness === 'whole' || wholeness === 'unknown')
  );
}

/** Whether two looks show the same content, as far as samples tell. */
export function hasSameContent(a: FileLook, b: FileLook): boolean {
  return a.sample === b.sample && a.stamp.bytes === b.stamp.bytes;
}

/** How a change came. */
interface Overwriting {
  /** Milliseconds for which the picture is known to have stood still before. */
  readonly stood: number;
  /** Whether the system told of the change at once. */
  readonly isHeard: boolean;
}

/**
 * Whether another picture took the place of one, and not a writer is still at work on it.
 *
 * @param look - Of the picture.
 * @param next - The next one that shows another content or time.
 */
export function isOverwritten(
  look: FileLook,
  next: FileLook,
  { stood, isHeard }: Overwriting,
): boolean {
  const [{ stamp: before }, { stamp: after }] = [look, next];
  if (before.inode !== after.inode) return true;
  // It was touched.
  if (hasSameContent(look, next)) return false;
  const isBegunAnew = look.head !== next.head;
  // Some writers write over a picture, and cut off then what is left of it.
  if (after.bytes < before.bytes) return isBegunAnew || next.wholeness === 'part';
  const isWhole = look.wholeness === 'whole';
  if (isHeard && isWhole && isBegunAnew && stood >= HEAD_AT_REST) return true;
  return stood >= AT_REST && (isWhole || after.bytes === before.bytes);
}
