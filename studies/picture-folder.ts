import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../src/errors.ts';
import { listDatasetFiles } from '../src/node/datasets/dataset-files.ts';
import { isFolder, readFileBytes } from '../src/node/files/files.ts';
import { dataPath } from './data-folders.ts';

/** A folder of pictures as a result names it. */
export interface PictureFolder {
  /** As the command line named it: below FEWGOOD_DATA, or absolute. */
  readonly folder: string;
  /** How many files there are, masks among them. */
  readonly files: number;
  /** Of the paths and bytes of all files, in the order of the paths. */
  readonly sha256: string;
}

/**
 * Reads a folder to say which pictures a study saw.
 *
 * @param folder - As {@link dataPath} takes it.
 * @throws {@link UsageError} if there is no such folder.
 */
export async function describeFolder(folder: string): Promise<PictureFolder> {
  const root = dataPath(folder);
  if (!(await isFolder(root))) {
    throw new UsageError(
      `Cannot study ${folder}: there is no folder ${root}`,
      'docs/data.md says what belongs there; FEWGOOD_DATA names another place.',
    );
  }
  const { paths } = await listDatasetFiles(root);
  const files = paths.filter((path) => !path.endsWith('/'));
  const hash = createHash('sha256');
  for (const path of files) {
    const bytes = await readFileBytes(join(root, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return { folder, files: files.length, sha256: hash.digest('hex') };
}
