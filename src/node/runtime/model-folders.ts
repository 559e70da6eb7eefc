/**
 * Models that have a name: those that the package carries, and those that were pulled.
 *
 * @module
 */
import { open, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HASH_ENTRY_BYTES, storedHash } from '../../features/model-info.ts';

/** A model that can be named. */
export interface NamedModel {
  /** Such as `resnet18`. */
  readonly name: string;
  /** Its file. */
  readonly path: string;
}

/** The folder of the package's own models: two folders above dist/node/ and src/node/. */
const PACKAGED_FOLDER = fileURLToPath(new URL('../../../models/', import.meta.url));

/** What stands before the name of a packaged model. */
const PREFIX = 'fewgood-';

/** The model that is used where none is named. */
export const DEFAULT_MODEL = 'resnet18';

/** Where a packaged model lies. */
export function packagedModel(name: string): string {
  return join(PACKAGED_FOLDER, `${PREFIX}${name}.onnx`);
}

/**
 * A folder of fewgood's in the place that the platform has for what can be fetched again (XDG base directories;
 * LOCALAPPDATA; Library/Caches).
 *
 * @param system - The platform; default the one at hand.
 */
export function cacheFolder(system: NodeJS.Platform = process.platform): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const home = homedir();
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    win32: LOCALAPPDATA || join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Caches'),
  };
  return join(caches[system] ?? (XDG_CACHE_HOME || join(home, '.cache')), 'fewgood');
}

/**
 * Where pulled models lie: FEWGOOD_MODELS, else a folder of the {@link cacheFolder}.
 *
 * @param system - The platform; default the one at hand.
 */
export function pulledFolder(system: NodeJS.Platform = process.platform): string {
  return process.env['FEWGOOD_MODELS'] || join(cacheFolder(system), 'models');
}

/** All models that have a name: the default one first, packaged ones before pulled ones. */
export async function namedModels(): Promise<readonly NamedModel[]> {
  const [packaged, pulled] = await Promise.all(
    [PACKAGED_FOLDER, pulledFolder()].map(async (folder) => {
      const files = await readdir(folder).catch(() => []);
      return files.flatMap((file) => {
        const [, name] = /^([^.].*)\.onnx$/.exec(file) ?? [];
        return name === undefined ? [] : { name, path: join(folder, file) };
      });
    }),
  );
  const ours = (packaged ?? []).flatMap(({ name, path }) =>
    name.startsWith(PREFIX) ? { name: name.slice(PREFIX.length), path } : [],
  );
  return [...inOrder(ours), ...inOrder(pulled ?? [])];
}

/**
 * The hash that a model file says it has, without reading the file; undefined if it says none or cannot
 * be read. Whether it is true is checked when the model is opened.
 */
export async function hashOf(path: string): Promise<string | undefined> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const tail = Buffer.alloc(Math.min(size, HASH_ENTRY_BYTES));
      await file.read(tail, 0, tail.length, size - tail.length);
      return storedHash(tail);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function inOrder(models: readonly NamedModel[]): NamedModel[] {
  const rank = ({ name }: NamedModel): string => `${name === DEFAULT_MODEL ? 0 : 1}${name}`;
  return models.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
