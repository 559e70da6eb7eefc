import { ArgumentRangeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import type { DefectKind } from './defects/index.ts';
import { type PartSample, renderPart, type RenderOptions } from './render.ts';

/** What {@link renderFamily} renders. */
export interface FamilyOptions extends Omit<RenderOptions, 'defect'> {
  /** How many pictures. */
  readonly count: number;
  /** Taken in turn, `null` for a good part; all parts are good by default. */
  readonly defects?: readonly (DefectKind | null)[];
}

/** A picture of a family, with a name that is unique in it. */
export interface NamedSample extends PartSample {
  /** Such as `washer-007-scratch` or `procedural-17-012-good`, fit for a file name. */
  readonly name: string;
  /** Renders this picture again through {@link renderPart}. */
  readonly seed: number;
}

/**
 * Renders parts of one kind, one at a time as they are asked for.
 *
 * @example
 * ```ts
 * for (const { name, image } of renderFamily({ kind: 'gear', seed: 1, count: 4, size: 256 })) save(name, image);
 * ```
 * @throws {@link ArgumentRangeError} if `count` is not a whole number, `defects` is empty, or as `renderPart`.
 */
export function* renderFamily(options: FamilyOptions): Generator<NamedSample, void> {
  const { count, defects = [null], seed, ...common } = options;
  if (!Number.isInteger(count) || count < 0) {
    throw new ArgumentRangeError('count', count, 'a whole number');
  }
  if (defects.length === 0) throw new ArgumentRangeError('defects', '[]', 'at least one entry');
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const ownSeed = random.fork(`part-${i}`).below(2 ** 32);
    const defect = defects[i % defects.length];
    const sample = renderPart({ ...common, seed: ownSeed, defect });
    const number = String(i).padStart(3, '0');
    const name = `${options.kind.replace(':', '-')}-${number}-${defect ?? 'good'}`;
    yield { ...sample, name, seed: ownSeed };
  }
}
