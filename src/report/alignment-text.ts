/**
 * How parts lie, in words.
 *
 * @module
 */
import type { Alignment, AlignmentRequest } from '../inspection/alignment.ts';
import { lengthText } from '../inspection/sizing.ts';

/** `turned +3.2°, moved +4.1, -2.0 px, scale 1.00 (57 patches)`; undefined of a part that is not aligned. */
export function alignmentText(alignment: Alignment | null | undefined): string | undefined {
  if (alignment === undefined) return undefined;
  if (alignment === null) return 'not known';
  const { angle, dx, dy, scale, inliers } = alignment;
  const turn = angle === null ? 'at any angle' : `turned ${signed(angle)}°`;
  return `${turn}, moved ${signed(dx)}, ${signed(dy)} px, scale ${scale.toFixed(2)} (${inliers} patches)`;
}

/** What a part asks of how it lies. */
export function toleranceText({ maxAngle, maxOffset, regionMoves }: AlignmentRequest): string {
  const terms = [
    ...(maxAngle === null ? [] : [`up to ${maxAngle}°`]),
    ...(maxOffset === null ? [] : [`up to ${lengthText(maxOffset.value)} ${maxOffset.unit}`]),
    ...(regionMoves ? ['where to look moves with it'] : []),
  ];
  return terms.length === 0 ? 'told' : terms.join(', ');
}

function signed(value: number): string {
  const text = value.toFixed(1);
  return value < 0 || text.startsWith('-') ? text : `+${text}`;
}
