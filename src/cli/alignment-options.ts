import { UsageError } from '../errors.ts';
import type { AlignmentRequest, OffsetLimit } from '../inspection/alignment.ts';
import { ALIGNED } from '../inspection/alignment-request.ts';
import { lengthText } from '../inspection/sizing.ts';
import type { Values } from './command.ts';

/** How far parts may be turned and moved. */
export const toleranceOptions = {
  'max-angle': {
    type: 'string',
    value: 'DEGREES',
    help: 'a part that is turned by more than this against the first good picture fails: "4"; "none" for any angle',
  },
  'max-offset': {
    type: 'string',
    value: 'DISTANCE',
    help: 'a part whose middle lies farther than this from its place fails: "12px" of the first good picture or, with a scale, "0.5mm"; "none" for any distance',
  },
} as const;

/** How parts lie. */
export const alignmentOptions = {
  alignment: {
    type: 'boolean',
    help: 'tell how the part lies beside the first good picture: angle, offset, scale',
  },
  ...toleranceOptions,
  'region-moves': {
    type: 'boolean',
    help: 'where to look moves with the part; each picture is then seen twice',
  },
} as const;

/**
 * The tolerances that are named.
 *
 * @throws {@link UsageError} if a value is none.
 */
export function toTolerances({
  'max-angle': angle,
  'max-offset': offset,
}: Partial<Values<typeof toleranceOptions>>): Partial<AlignmentRequest> {
  return {
    ...(angle !== undefined && { maxAngle: toAngle(angle) }),
    ...(offset !== undefined && { maxOffset: toDistance(offset) }),
  };
}

/** What is asked of how parts lie; undefined where nothing is. */
export function toAlignment(
  options: Partial<Values<typeof alignmentOptions>>,
): AlignmentRequest | undefined {
  const regionMoves = options['region-moves'] === true;
  const request = { ...ALIGNED, ...toTolerances(options), regionMoves };
  const { maxAngle, maxOffset } = request;
  const isAsked =
    options.alignment === true || regionMoves || maxAngle !== null || maxOffset !== null;
  return isAsked ? request : undefined;
}

function toAngle(text: string): number | null {
  if (text === 'none') return null;
  const degrees = Number(text.trim().replace(/\s*(°|deg)$/, ''));
  if (text.trim() !== '' && degrees >= 0 && degrees <= 180) return degrees;
  throw new UsageError(
    `Cannot use --max-angle "${text}": expected degrees from 0 to 180, or none`,
    'Write it such as "4".',
    { options: ['maxAngle'] },
  );
}

function toDistance(text: string): OffsetLimit | null {
  if (text === 'none') return null;
  const [, digits = '', unit = 'px'] = /^(.*?)\s*(px|mm)?$/.exec(text.trim()) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits);
  if ((unit === 'px' || unit === 'mm') && value >= 0 && Number.isFinite(value)) {
    return { value, unit };
  }
  throw new UsageError(
    `Cannot use --max-offset "${text}": expected a distance of 0 or more, in px or mm, or none`,
    'Write it such as "12px", or "0.5mm" where the part has a scale.',
    { options: ['maxOffset'] },
  );
}

/** What a part asks of how it lies, in lines for a person; none where that is nothing. */
export function alignmentLines(request: AlignmentRequest | undefined): string[] {
  if (request === undefined) return [];
  const { maxAngle, maxOffset, regionMoves } = request;
  return [
    'how the part lies is told',
    ...(maxAngle === null ? [] : [`turned by more than ${maxAngle}° fails`]),
    ...(maxOffset === null
      ? []
      : [`more than ${lengthText(maxOffset.value)} ${maxOffset.unit} from its place fails`]),
    ...(regionMoves ? ['where to look moves with the part'] : []),
  ];
}
