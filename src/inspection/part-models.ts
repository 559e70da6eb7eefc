import { PartError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import type { Part, PartView } from './part.ts';

/** A model file and what it says of itself. */
export interface ReadModel {
  readonly bytes: Uint8Array;
  readonly info: ModelInfo;
}

/** A part as each of its models sees it, that of the first model first. */
export function viewsOf(part: Part): readonly [PartView, ...PartView[]] {
  return [part, ...part.companions];
}

/**
 * Reads what model files say of themselves.
 *
 * @param files - Their bytes, shape [length] each.
 */
export function readModels(files: readonly Uint8Array[]): ReadModel[] {
  return files.map((bytes) => ({ bytes, info: readModelInfo(bytes) }));
}

/**
 * Finds the model of each view of a part among model files.
 *
 * @param files - Their bytes in any order, shape [length] each.
 * @param name - Of the part, for messages.
 * @returns One a view.
 * @throws {@link PartError} if one of the part's models is missing, or there is another one.
 */
export function modelsOfPart(
  part: Part,
  files: readonly Uint8Array[],
  name: string,
): readonly ReadModel[] {
  const models = readModels(files);
  const views = viewsOf(part);
  const own = views.map(({ model }) => models.find(({ info }) => info.sha256 === model.sha256));
  const missing = views.filter((_, v) => own[v] === undefined).map(({ model }) => model);
  const hashes = views.map(({ model }) => model.sha256);
  const strange = models.map(({ info }) => info).filter(({ sha256 }) => !hashes.includes(sha256));
  const present = own.filter((model) => model !== undefined);
  if (missing.length === 0 && strange.length === 0) return present;
  const atHand = listOf(models.map(({ info }) => info));
  const wanted =
    missing.length === 0
      ? `only ${listOf(views.map(({ model }) => model))}`
      : `${present.length === 0 ? '' : 'also '}${listOf(missing)}`;
  throw new PartError(
    name,
    `the model at hand is ${atHand}: expected ${wanted}, which it was learned with`,
    views.length === 1
      ? 'Name that model, or enrol the part again with this one.'
      : 'Name each of its models, or enrol the part again with those at hand.',
    { options: ['model'] },
  );
}

function listOf(models: readonly ModelInfo[]): string {
  const names = models.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 12)}…)`);
  return [...new Set(names)].join(' and ');
}
