import { SupportSetError } from '../errors.ts';
import { Frame } from '../image/frame.ts';
import type { Size } from '../image/rgb-image.ts';
import { placeUnder } from '../image/similarity.ts';
import type { Runtime } from '../runtime.ts';
import { Aligner, plainPatches } from './aligner.ts';
import type { PartPlacement } from './alignment.ts';
import { assertComparable } from './alignment-request.ts';
import type { EnrolmentOptions } from './enrolment-options.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { squareSide } from './feature-options.ts';
import type { Part } from './part.ts';

/**
 * The part as an enrolment leaves it: aligned, if that was asked for.
 *
 * @throws {@link SupportSetError} as {@link assertAligned}.
 * @throws {@link ArgumentRangeError} if the part keeps nothing to be aligned by.
 */
export async function alignedPart(
  part: Part,
  { alignment, runtime, onWarning }: Pick<EnrolmentOptions, 'alignment' | 'runtime' | 'onWarning'>,
): Promise<Part> {
  if (alignment === undefined) return part;
  assertComparable(part);
  const aligned = { ...part, alignment };
  for (const warning of await assertAligned(runtime, aligned)) onWarning?.(warning);
  return aligned;
}

/**
 * Checks that pictures can be aligned with the first good picture, since the other good ones can, and that what is
 * asked of them says something. Good pictures of regions that move lie alike: they are learned with these in one place.
 *
 * @param part - That is aligned.
 * @returns What is doubtful about angles that are asked for: those at which the part looks alike.
 * @throws {@link SupportSetError} if good pictures cannot be aligned, or do not lie alike where regions move, or an
 *   angle is asked of a part that looks alike at all.
 */
export async function assertAligned(runtime: Runtime, part: Part): Promise<EnrolmentWarning[]> {
  const { support, copies, settings, lookArea, alignment } = part;
  if (alignment === undefined) return [];
  const aligner = await Aligner.create(runtime, part);
  if (aligner === undefined || copies === null) return [];
  try {
    assertAble(aligner, part);
    for (const [k, { name, appearance }] of support.entries()) {
      if (k === 0 || appearance === undefined) continue;
      const frame = new Frame(appearance, squareSide(settings), settings.fit, lookArea);
      const placement = await aligner.align({ coarse: plainPatches(copies, k), frame });
      if (placement === null) throw unaligned(`${name}: how it lies cannot be told`);
      const grid = { width: copies.gridWidth, height: copies.gridHeight };
      if (!alignment.regionMoves || !isMoved(placement, frame, grid)) continue;
      const fault = `${name}: it lies ${placement.dx.toFixed(0)}, ${placement.dy.toFixed(0)} px from ${support[0].name}, turned by ${(placement.angle ?? 0).toFixed(1)}°`;
      throw unaligned(fault, ['regionMoves']);
    }
    return alignment.maxAngle === null ? [] : alikeWarnings(aligner.alike);
  } finally {
    await aligner.release();
  }
}

function assertAble(aligner: Aligner, { support, alignment }: Part): void {
  if (!aligner.isAble) throw unaligned(`${support[0].name}: it has nothing to be aligned by`);
  if (aligner.isRound && (alignment?.maxAngle ?? null) !== null) {
    throw unaligned('the part looks alike at every angle', ['maxAngle']);
  }
}

/** A picture shows large shapes: small marks that tell one end from the other are not among what is aligned. */
function alikeWarnings(turns: readonly number[]): EnrolmentWarning[] {
  if (turns.length === 0) return [];
  const angles = turns
    .map((turn) => Math.round(Math.abs(turn)))
    .toSorted((one, other) => one - other)
    .filter((turn, i, all) => all.indexOf(turn) === i);
  return [
    {
      code: 'looks-alike',
      message: `the good picture looks alike turned by ${angles.join('°, ')}°: a part that lies turned by that is taken for straight`,
      remedy: 'If it must not lie so, ask for no angle, and see to it by other means.',
      facts: { angles: angles.join(', ') },
    },
  ];
}

/** Whether a corner of what is looked at has moved by more than a patch. */
function isMoved({ similarity }: PartPlacement, { window }: Frame, grid: Size): boolean {
  const [right, bottom] = [window.x + window.width, window.y + window.height];
  const most = Math.max(window.width / grid.width, window.height / grid.height);
  return [window.x, right].some((x) =>
    [window.y, bottom].some((y) => {
      const [u, v] = placeUnder(similarity, [x, y]);
      return Math.hypot(u - x, v - y) > most;
    }),
  );
}

function unaligned(fault: string, options: readonly string[] = ['alignment']): SupportSetError {
  return new SupportSetError(
    'align the part',
    `${fault}: expected good pictures whose parts can be told how they lie, and lie alike where regions move`,
    'Leave the picture out, or ask for nothing of how parts lie.',
    { options: [...options] },
  );
}
