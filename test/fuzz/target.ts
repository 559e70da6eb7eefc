import { FewgoodError } from '../../src/errors.ts';
import type { Random } from '../../src/random.ts';

/** What came of a damaged file that was treated as it should be. */
export type Answer = 'read' | 'refused';

/** A damaged file, and how it is read. */
export interface FuzzCase {
  /** What it was made of. */
  readonly seed: string;
  /** Shape [size]; of a folder, what it holds in words. */
  readonly bytes: Uint8Array;
  /** @throws {@link FuzzFinding} if it is not treated as it should be. */
  readonly read: () => Promise<Answer>;
}

/** A kind of input that comes from outside. */
export interface FuzzTarget {
  readonly name: string;
  /** Share of the cases, in any unit. */
  readonly weight: number;
  readonly make: (random: Random) => FuzzCase;
}

/** Something that must not happen. */
export class FuzzFinding extends Error {}

/**
 * Reads a damaged file: either it is read, or it is refused by an error of ours that helps.
 *
 * @throws {@link FuzzFinding} if another error comes of it, or one that says nothing.
 */
export async function readOrRefuse(read: () => Promise<void> | void): Promise<Answer> {
  try {
    await read();
    return 'read';
  } catch (error) {
    if (error instanceof FuzzFinding) throw error;
    if (!(error instanceof FewgoodError)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new FuzzFinding(`an error of no class of ours: ${text}`);
    }
    assertHelpful(error);
    return 'refused';
  }
}

function assertHelpful(error: FewgoodError): void {
  const isHelpful = /^Cannot \P{Cc}+$/u.test(error.message) && /^[A-Z].*\.$/s.test(error.remedy);
  if (!isHelpful) throw new FuzzFinding(`an error that does not help: ${JSON.stringify(error)}`);
}
