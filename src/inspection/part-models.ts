import { PartError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import type { Sha256 } from '../sha256.ts';
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
 * @param sha256 - Of the platform, where it has one.
 */
export function readModels(files: readonly Uint8Array[], sha256?: Sha256): ReadModel[] {
  return files.map((bytes) => ({ bytes, info: readModelInfo(bytes, undefined, sha256) }));
}

/**
 * Finds the model of each view of a part among model files.
 *
 * @param models - In any order.
 * @param name - Of the part, for messages.
 * @returns One a view.
 * @throws {@link PartError} if one of the part's models is missing, or there is another one.
 */
export function modelsOfPart(
  part: Part,
  models: readonly ReadModel[],
  name: string,
): readonly ReadModel[] {
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
