import { ModelError } from '../../errors.ts';
import { createBackbone } from '../../features/backbone.ts';
import { type ModelInfo, readModelInfo } from '../../features/model-info.ts';
import type { StateDictImport } from '../../features/network-import.ts';
import type { PublishedModel } from '../../features/published-models.ts';
import {
  type Architecture,
  architectures,
  importStateDict,
} from '../../features/state-dict-import.ts';
import { seededRandom } from '../../random.ts';
import type { Runtime } from '../../runtime.ts';
import { readStateDict } from '../../weights/read-state-dict.ts';

/** How weights become a model, where that is open. */
export type ConversionOptions = Pick<StateDictImport, 'storage' | 'preprocessing'>;

/** The network of a published model, if this version can build it. */
export function architectureOf({ architecture }: PublishedModel): Architecture | undefined {
  return architectures.find((name) => name === architecture);
}

/**
 * Checks that this version can build a network.
 *
 * @throws {@link ModelError} if it cannot.
 */
export function assertBuildable(model: PublishedModel): Architecture {
  const architecture = architectureOf(model);
  if (architecture !== undefined) return architecture;
  throw new ModelError(
    model.name,
    `this version cannot build its network: expected one of ${architectures.join(', ')}`,
    'Install a newer version of fewgood.',
  );
}

/**
 * Makes a model file of published weights.
 *
 * @param bytes - The weights, as .pth, .safetensors or .npz, shape [length].
 * @param file - Their name, for messages.
 * @returns The model file, shape [length].
 * @throws {@link ModelError} if this version cannot build the network, or the weights are not of it.
 */
export function convertWeights(
  model: PublishedModel,
  bytes: Uint8Array,
  options: ConversionOptions,
  file: string,
): Uint8Array {
  const architecture = assertBuildable(model);
  const { title, licence, provenance } = model;
  const description = { name: title, licence, provenance, ...options };
  return importStateDict(architecture, readStateDict(bytes, file), description, file).model;
}

/**
 * Runs a model once, on noise, and looks at every level.
 *
 * @param bytes - A model file, shape [length].
 * @param file - Its name, for messages.
 * @returns What it says of itself.
 * @throws {@link ModelError} if a level has another shape than the file says, or no sensible numbers.
 */
export async function verifyModel(
  runtime: Runtime,
  bytes: Uint8Array,
  file: string,
): Promise<ModelInfo> {
  const info = readModelInfo(bytes, file);
  const { size } = info.preprocessing;
  const random = seededRandom(0);
  const data = Float32Array.from({ length: 3 * size * size }, () => random.uniform());
  const names = info.levels.map((level) => level.name);
  const backbone = await createBackbone(runtime, bytes, names, info);
  try {
    const maps = await backbone.run({ width: size, height: size, data }, names);
    maps.forEach((map, i) => {
      const fault = faultOf(map, info.levels[i]?.channels ?? 0);
      if (fault === undefined) return;
      throw new ModelError(
        file,
        `its level "${names[i]}" ${fault}: expected a feature map`,
        'Report this: the weights are those on record, but the network made of them is wrong.',
      );
    });
  } finally {
    await backbone.release();
  }
  return info;
}

function faultOf(
  { data, channels }: { readonly data: Float32Array; readonly channels: number },
  expected: number,
): string | undefined {
  if (channels !== expected) return `has ${channels} channels, not ${expected}`;
  if (!data.every(Number.isFinite)) return 'holds numbers that are not finite';
  return data.every((value) => value === data[0]) ? 'is the same everywhere' : undefined;
}
