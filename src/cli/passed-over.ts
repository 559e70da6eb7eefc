import type { PassedOver, PassReason } from '../node/image/walk-pictures.ts';
import { expandPictures, type PictureInput } from '../node/inspection/pictures.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import type { Terminal, Values } from './command.ts';
import type { inputOptions } from './common-options.ts';

/** What is passed over for each reason, one and many, and how many are named. */
const REASONS: readonly (readonly [PassReason, one: string, many: string, named: number])[] = [
  ['no-picture', 'file that is no picture', 'files that are no pictures', 20],
  ['subfolder', 'folder that was not walked', 'folders that were not walked', 20],
  ['own-output', "output of fewgood's own", "outputs of fewgood's own", 3],
  ['by-product', 'hidden file or by-product', 'hidden files and by-products', 3],
  ['ignored', 'that --ignore names', 'that --ignore names', 3],
];

/** Counts what is passed over, so that nothing is left out without a word. */
export class PassedOverTally {
  readonly #paths = new Map<PassReason, Set<string>>();

  /** Notes one more; may be handed on as it is. */
  readonly add = ({ path, reason }: PassedOver): void => {
    const paths = this.#paths.get(reason) ?? new Set();
    this.#paths.set(reason, paths.add(path));
  };

  /** One line a reason: how many, and the first by name; none if all was taken. */
  lines(): string[] {
    return REASONS.flatMap(([reason, one, many, named]) => {
      const paths = [...(this.#paths.get(reason) ?? [])];
      if (paths.length === 0) return [];
      const first = paths.slice(0, named).map(printable).join(', ');
      const more = paths.length > named ? ` and ${paths.length - named} more` : '';
      return [`passed over, ${counted(paths.length, one, many)}: ${first}${more}`];
    });
  }
}

/** Expands the PICTURES of a command by its options, and counts what it passes over. */
export async function expandInputs(
  inputs: readonly string[],
  { ignore, recursive }: Values<typeof inputOptions>,
  { stdin }: Pick<Terminal, 'stdin'>,
): Promise<{ files: PictureInput[]; passedOver: PassedOverTally }> {
  const passedOver = new PassedOverTally();
  const expansion = { stdin, ignore, listFolders: recursive, onPassOver: passedOver.add };
  return { files: await expandPictures(inputs, expansion), passedOver };
}
