import { existsSync } from 'node:fs';
import { ModelError } from '../../errors.ts';
import { type ModelInfo, storedHash } from '../../features/model-info.ts';
import { PUBLISHED_MODELS } from '../../features/published-models.ts';
import { printable } from '../../printable.ts';
import { readFileBytes } from '../files/files.ts';
import { DEFAULT_MODEL, hashOf, namedModels, packagedModel } from './model-folders.ts';

/** A model, ready for an extractor. */
export interface FoundModel {
  /** Where it came from. */
  readonly path: string;
  /** A model file with fewgood's metadata. */
  readonly bytes: Uint8Array;
}

/** The model that is used where none is named. */
export const PACKAGED_MODEL: string = packagedModel(DEFAULT_MODEL);

/** Digits of a hash that are enough to name a model. */
const HASH = /^[0-9a-f]{8,64}$/;

/**
 * Finds the model to use: the one named, else that of FEWGOOD_MODEL, else the package's default. A
 * part's own model is found by its hash, whatever FEWGOOD_MODEL says, if it is packaged or was pulled.
 *
 * @param name - A file, a packaged or pulled model's name, or the first 8 digits or more of its hash.
 * Where a file has the name of a model the model is meant; `./NAME` is the file.
 * @param model - The model of a part.
 * @throws {@link ModelError} if there is none, with how to get one.
 */
export async function findModel(name?: string, model?: ModelInfo): Promise<FoundModel> {
  const path = await pathOf(name, model);
  return { path, bytes: await readFileBytes(path) };
}

/** The models of a part, as enrolment and inspection take them. */
export interface FoundModels {
  /** The first one. */
  readonly model: Uint8Array;
  /** The others; none in most parts. */
  readonly companions: readonly Uint8Array[];
}

/**
 * Finds the models to use: those named, and for a part also its own that are not among them, each as
 * {@link findModel} does.
 *
 * @param names - Separated by commas; a file whose name has commas is one name.
 * @param models - Of a part.
 * @throws {@link ModelError} if there is none of a name.
 */
export async function findModels(
  names?: string,
  models: readonly ModelInfo[] = [],
): Promise<FoundModels> {
  const files: Uint8Array[] = [];
  for (const name of namesIn(names)) files.push((await findModel(name)).bytes);
  if (files.length < models.length) {
    const hashes = files.map((bytes) => storedHash(bytes));
    const others = models.filter(({ sha256 }) => !hashes.includes(sha256));
    for (const own of others) files.push((await findModel(undefined, own)).bytes);
  }
  const [model = (await findModel()).bytes, ...companions] = files;
  return { model, companions };
}

function namesIn(names: string | undefined): string[] {
  if (names === undefined) return [];
  if (existsSync(names)) return [names];
  const all = names.split(',').map((name) => name.trim());
  if (!all.includes('')) return all;
  throw new ModelError(
    `list "${printable(names)}"`,
    'a name in it is empty: expected one model, or several separated by commas',
    'Name each model, without a comma at the end.',
    { options: ['model'] },
  );
}

async function pathOf(name: string | undefined, model: ModelInfo | undefined): Promise<string> {
  if (name !== undefined) return named(name);
  const ofEnvironment = process.env['FEWGOOD_MODEL'];
  const preferred = ofEnvironment ? await named(ofEnvironment) : undefined;
  if (model !== undefined) {
    const known = (await namedModels()).map(({ path }) => path);
    const own = await withHash(preferred ? [preferred, ...known] : known, model.sha256);
    if (own !== undefined) return own;
  }
  if (preferred !== undefined) return preferred;
  if (existsSync(PACKAGED_MODEL)) return PACKAGED_MODEL;
  throw new ModelError(
    model?.name ?? DEFAULT_MODEL,
    'none is named, FEWGOOD_MODEL is not set and the package carries none: expected a model file',
    'Install the package again, or import a model from torchvision weights and name it, or name it in FEWGOOD_MODEL.',
    { options: ['model'], action: 'import a state dict' },
  );
}

/** The file that a name, a hash or a path means. */
async function named(name: string): Promise<string> {
  const models = await namedModels();
  const match = models.find((model) => model.name === name);
  if (match) return match.path;
  if (existsSync(name)) return name;
  const paths = models.map(({ path }) => path);
  const own = HASH.test(name) ? await withHash(paths, name) : undefined;
  if (own !== undefined) return own;
  if (/[\\/.]/.test(name)) return name; // a path: reading it tells what is wrong
  if (PUBLISHED_MODELS.some((model) => model.name === name)) {
    throw new ModelError(
      name,
      'it is not here yet: expected a model that was pulled',
      'Pull it first, which downloads its weights.',
      { options: ['model'], action: 'pull a model' },
    );
  }
  throw new ModelError(
    name,
    `there is no such file, and no model of that name is here: expected a model file or one of ${models.map((model) => model.name).join(', ')}`,
    'Check the spelling, or name a file.',
    { options: ['model'] },
  );
}

/** The first of some files whose hash begins so. */
async function withHash(paths: readonly string[], digits: string): Promise<string | undefined> {
  for (const path of paths) {
    const hash = await hashOf(path);
    if (hash?.startsWith(digits)) return path;
  }
  return undefined;
}
