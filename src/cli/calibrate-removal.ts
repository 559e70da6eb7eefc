import { UsageError } from '../errors.ts';
import { confirmedOf, picturesMeant, removeConfirmed } from '../inspection/confirmed-pictures.ts';
import type { ConfirmedPicture, Part } from '../inspection/part.ts';
import { supportPicturesOf } from '../inspection/part-kinds.ts';
import type { FileLockOptions } from '../node/files/file-lock.ts';
import { updatePart } from '../node/inspection/part-store.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { pictureLine, reductionLines, reductionRecord } from './calibration-outcome.ts';
import { ExitCode, type Terminal } from './command.ts';

/** Options of `fewgood calibrate` as far as they matter here. */
interface RemovalOptions {
  readonly remove: boolean;
  readonly reset: boolean;
  readonly accept: boolean;
  readonly distinct: boolean;
  readonly origin: string | undefined;
  readonly 'target-false-reject': number | undefined;
  readonly json: boolean;
}

/**
 * Takes confirmed pictures back: `calibrate --remove` and `--reset`.
 *
 * @param words - Which pictures; all of them are taken back by a reset.
 */
export async function takeBack(
  path: string,
  words: readonly string[],
  { options, terminal }: { readonly options: RemovalOptions; readonly terminal: Terminal },
): Promise<ExitCode> {
  const target = options['target-false-reject'];
  const outcome = await updatePart(
    path,
    (part) => {
      const pictures = options.reset
        ? confirmedOf(part)
        : words.map((word) => pictureMeant(part, word, path));
      return removeConfirmed(part, pictures, target);
    },
    waiting(path, terminal),
  );
  if (options.json) terminal.out(JSON.stringify({ part: path, ...reductionRecord(outcome) }));
  else for (const line of reductionLines(path, outcome)) terminal.out(line);
  return ExitCode.ok;
}

/** Tells of another process that has the part, and how to end the wait for it. */
export function waiting(path: string, { log, signal }: Terminal): FileLockOptions {
  const name = printable(path);
  return { onWait: (holder) => log(`waiting for ${name}: ${holder} holds it`), signal };
}

/** The one confirmed picture that a word stands for. */
function pictureMeant(part: Part, word: string, path: string): ConfirmedPicture {
  const confirmed = confirmedOf(part);
  const meant = picturesMeant(confirmed, word);
  const [picture] = meant;
  if (picture !== undefined && meant.length === 1) return picture;
  const task = `Cannot remove ${printable(word)}`;
  if (meant.length > 1) {
    throw new UsageError(
      `${task}: ${meant.length} confirmed pictures are meant: expected one of\n  ${meant.map(pictureLine).join('\n  ')}`,
      'Write the origin of the one that is meant, if it has one of its own, or more digits of its SHA-256.',
      { facts: { candidates: meant.map(({ name, sha256 }) => ({ name, sha256 })) } },
    );
  }
  if (picturesMeant(supportPicturesOf(part), word).length > 0) {
    throw new UsageError(
      `${task}: it is a support picture: expected one that was confirmed`,
      'Enrol the part again without it.',
    );
  }
  throw new UsageError(
    `${task}: no confirmed picture has that name, origin or SHA-256: expected one of the ${counted(confirmed.length, 'confirmed picture')} of the part`,
    `List them: fewgood part pictures ${printable(path)}.`,
  );
}

/** Options that are about pictures which are taken, and no others. */
const OF_TAKING = ['accept', 'distinct', 'origin'] as const;

/**
 * Checks a command line that takes pictures back.
 *
 * @throws {@link UsageError} if it does anything else besides.
 */
export function assertTakesBack(options: RemovalOptions, words: readonly string[]): void {
  const [task, other] = options.remove
    ? (['remove', 'reset'] as const)
    : (['reset', 'remove'] as const);
  const stranger = [other, ...OF_TAKING].find((name) => options[name]);
  if (stranger !== undefined) {
    throw new UsageError(
      `Cannot use --${task} beside --${stranger}: they are two tasks`,
      'Give the one command, then the other.',
    );
  }
  const isNamed = words.length > 0 && words.every((word) => word.trim() !== '');
  if (options.remove ? isNamed : words.length === 0) return;
  throw options.remove
    ? new UsageError(
        'Cannot remove a picture: none is given',
        'Name it, or the first digits of its SHA-256: fewgood calibrate bolt.part --remove 17.png.',
      )
    : new UsageError(
        `Cannot reset a part with ${words.join(' ')}: expected no pictures`,
        'Reset the part first, then confirm pictures.',
      );
}
