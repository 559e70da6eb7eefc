import { UsageError } from '../errors.ts';
import type { EnrolmentOptions } from '../inspection/enrolment-options.ts';
import type { Foreground } from '../inspection/agreed-foreground.ts';
import { formatShare } from '../page/format.ts';
import type { Values } from './command.ts';

/** Whether where the part lies is found. */
export const foregroundOptions = {
  foreground: {
    type: 'string',
    choices: ['none', 'auto'],
    default: 'none',
    help: 'auto finds in the good pictures where the part lies, on the background that their borders show, and looks there alone; for parts that always lie there',
  },
} as const;

/** Options that a foreground cannot stand beside. */
interface Others {
  readonly mask?: string | undefined;
  readonly objects?: string | undefined;
  readonly grid?: string | undefined;
}

/**
 * Checks that nothing else says where parts lie.
 *
 * @throws {@link UsageError} if a mask, or several objects, stand beside a foreground that is to be found.
 */
export function assertForegroundOptions({
  foreground,
  mask,
  objects,
  grid,
}: Values<typeof foregroundOptions> & Others): void {
  if (foreground === 'none') return;
  const other = Object.entries({ mask, objects, grid }).find(([, value]) => value !== undefined);
  if (other === undefined) return;
  throw new UsageError(
    `Cannot use --foreground auto beside --${other[0]}: both say where parts lie`,
    'Name one of them.',
    { options: ['foreground', other[0]] },
  );
}

/**
 * The option as the library has it.
 *
 * @param tell - Told what was found.
 */
export function foregroundChoice(
  { foreground }: Values<typeof foregroundOptions>,
  tell: (line: string) => void,
): Pick<EnrolmentOptions, 'foreground' | 'onForeground'> {
  if (foreground === 'none') return {};
  return { foreground, onForeground: (one) => tell(foregroundLine(one)) };
}

/** What was found, for a person. */
function foregroundLine({ share, agreement }: Foreground): string {
  return `foreground: ${formatShare(share)} of the picture; the pictures agree to ${formatShare(agreement)}`;
}
