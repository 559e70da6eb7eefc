import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FileError } from '../../errors.ts';
import { readModelInfo } from '../../features/model-info.ts';
import { systemFault } from '../files/files.ts';
import { nodeSha256 } from '../files/sha256.ts';
import type { FoundModel } from '../runtime/model-lookup.ts';

/** Files of the page of the browser tab, by their paths within its folder, such as `index.html`. */
export type TabFiles = ReadonlyMap<string, Uint8Array>;

/** A model that is laid beside the page. */
export interface TabModel extends FoundModel {
  /** As presets call it. */
  readonly id: string;
}

/** The built page, beside src/ and in dist/. */
const BUILT = fileURLToPath(new URL('../../../dist/web/', import.meta.url));
/** The script that keeps all other files for when there is no network. */
const SERVICE_WORKER = 'service-worker.js';

/**
 * All files of the page of the browser tab: as it was built, with models, and with the list of all by which a browser
 * keeps them.
 *
 * @param models - The usual one first.
 * @param folder - Of the built page.
 * @throws {@link FileError} if the page was not built.
 * @throws {@link ModelError} if a model is none.
 */
export async function readTabFiles(
  models: readonly TabModel[],
  folder: string = BUILT,
): Promise<TabFiles> {
  const files = await readBuilt(folder);
  const list = models.map(({ id, bytes, path }) => {
    const { sha256 } = readModelInfo(bytes, path, nodeSha256);
    const file = `models/${sha256.slice(0, 16)}.onnx`;
    files.set(file, bytes);
    return { file, id, sha256 };
  });
  files.set('models.json', encode(JSON.stringify(list)));
  const worker = files.get(SERVICE_WORKER);
  if (worker === undefined) throw unbuilt(folder, `it has no ${SERVICE_WORKER}`);
  files.delete(SERVICE_WORKER);
  const kept = Array.from(files, ([path, bytes]) => ({
    path,
    sha256: bytesToHex(nodeSha256(bytes)),
  }));
  // In the script itself, by whose bytes a browser sees that there is another version.
  const pageFiles = `self.pageFiles = ${JSON.stringify(kept)};\n`;
  files.set(SERVICE_WORKER, Buffer.concat([encode(pageFiles), worker]));
  return files;
}

async function readBuilt(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      throw unbuilt(folder, systemFault(error).fault);
    },
  );
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return files;
}

function unbuilt(folder: string, found: string): FileError {
  return new FileError(
    'serve the page',
    `${found} (${folder}): expected the built page`,
    'In a clone of the project, build it: npm run build:tab. Elsewhere, install the package again.',
  );
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
