import { FileError } from '../../errors.ts';
import { hasPictureSuffix } from '../../picture-suffix.ts';
import { readFileHead, systemCode } from '../files/files.ts';
import { isOwnOutput } from './output-mark.ts';
import { isPictureHead } from './picture-kind.ts';
import { PICTURE_HEAD_BYTES } from '../../picture-file/picture-signatures.ts';

/** What a file is among pictures of parts. */
export type FileClass = 'picture' | 'own-output' | 'other';

/**
 * Tells pictures by their content: any file that is one, whatever its name. One that is named like a
 * picture counts as one whatever it holds, and if it cannot be read: reading it tells what is wrong.
 *
 * @param path - Bytes where it is no UTF-8.
 */
export async function classifyFile(path: string | Buffer): Promise<FileClass> {
  const isNamedLikeOne = hasPictureSuffix(String(path));
  // Own outputs are PNG. Without this every picture of a network disk would be opened twice.
  if (isNamedLikeOne && !/png$/i.test(String(path))) return 'picture';
  try {
    return classifyHead(path, await readFileHead(path, PICTURE_HEAD_BYTES));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    // What cannot be read may be a picture, and reading it tells why; a socket is none.
    return isNamedLikeOne || systemCode(error.cause) !== 'ENXIO' ? 'picture' : 'other';
  }
}

/**
 * Tells what a file is by its first bytes, as {@link classifyFile} does.
 *
 * @param head - Of shape [n], `PICTURE_HEAD_BYTES` of them or all of a small file; undefined if it has none.
 */
export function classifyHead(path: string | Buffer, head: Uint8Array | undefined): FileClass {
  if (head !== undefined && isOwnOutput(head)) return 'own-output';
  const isNamedLikeOne = hasPictureSuffix(String(path));
  return isNamedLikeOne || (head !== undefined && isPictureHead(head)) ? 'picture' : 'other';
}
