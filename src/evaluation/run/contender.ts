/**
 * What is compared: a method with its options on a backbone's maps of pictures of one size. All of it
 * is plain data, so that it can be handed to another thread.
 *
 * @module
 */
import { assertInputSize } from '../../features/input-size.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import type { Augmentation } from '../../image/augmentation.ts';
import type { Fit } from '../../image/frame.ts';
import type { Method } from '../methods/method.ts';
import { createMethod } from '../methods/methods.ts';
import type { MethodInfo, OptionValue } from '../results/evaluation-result.ts';

/** How pictures are turned into feature maps. */
export interface MapInput {
  /** SHA-256 of the backbone's model file. */
  readonly backbone: string;
  /** Side S of the square that it sees, pixels. */
  readonly size: number;
  readonly fit: Fit;
}

/** A column of the tables, as plain data. */
export interface Contender {
  /** Unique in the run. */
  readonly id: string;
  /** What an ablation varies, such as `augment=GFTR`; null elsewhere. */
  readonly variant: string | null;
  /** Name of the method. */
  readonly method: string;
  /** Options that differ from the method's own. */
  readonly changes: Readonly<Record<string, OptionValue>>;
  readonly input: MapInput;
}

/** Contenders that take the same maps, and all that any of them takes. */
export interface ContenderGroup {
  /** Unique in the run. */
  readonly key: string;
  readonly input: MapInput;
  readonly model: ModelInfo;
  readonly contenders: readonly Contender[];
  /** By the id of their contender. */
  readonly methods: ReadonlyMap<string, Method>;
  readonly levels: readonly string[];
  readonly augmentations: readonly Augmentation[];
}

/** A contender at a size that was named, whatever the pictures show. */
export function atSize(contender: Contender, size: number): Contender {
  const { method, changes, input } = contender;
  const isEnlarging = createMethod(method, changes).enlargement !== undefined;
  const fixed = isEnlarging ? { enlarge: 'none' } : {};
  return { ...contender, changes: { ...changes, ...fixed }, input: { ...input, size } };
}

/** What a contender takes instead where parts stand out from a background; null if that is no other. */
export function enlargedInput(
  { method, changes, input }: Contender,
  models: readonly ModelInfo[],
): MapInput | null {
  const { enlargement } = createMethod(method, changes);
  const size = enlargement?.sizeOf(modelOf(input, models), input.size) ?? null;
  return size === null ? null : { ...input, size };
}

/**
 * Groups contenders by their maps, in the order in which the maps are first named; one that sees some parts
 * enlarged is in two groups.
 */
export function groupContenders(
  contenders: readonly Contender[],
  models: readonly ModelInfo[],
): ContenderGroup[] {
  const byInput = new Map<string, { readonly input: MapInput; readonly members: Contender[] }>();
  for (const contender of contenders) {
    for (const input of [contender.input, enlargedInput(contender, models) ?? []].flat()) {
      const key = inputKey(input);
      const group = byInput.get(key) ?? { input, members: [] };
      byInput.set(key, group);
      group.members.push(contender);
    }
  }
  return Array.from(byInput, ([key, { input, members }]) => {
    const model = modelOf(input, models);
    const methods = new Map(
      members.map(({ id, method, changes }) => [id, createMethod(method, changes)]),
    );
    const all = [...methods.values()];
    const levels = new Set(all.flatMap((method) => method.levels(model)));
    const augmentations = new Map(
      all.flatMap((method) => method.augmentations.map((one) => [one.name, one])),
    );
    return {
      key,
      input,
      model,
      contenders: members,
      methods,
      levels: [...levels],
      augmentations: [...augmentations.values()],
    };
  });
}

/**
 * What the result says of a contender.
 *
 * @throws {@link ArgumentRangeError} if its model does not take pictures of its size.
 */
export function describeContender(
  { id, variant, method: name, changes, input }: Contender,
  models: readonly ModelInfo[],
): MethodInfo {
  const model = modelOf(input, models);
  assertInputSize(model, input.size);
  const method = createMethod(name, changes);
  return {
    id,
    name,
    variant,
    backbone: { name: model.name, sha256: model.sha256 },
    size: input.size,
    options: { ...method.options, levels: method.levels(model) },
  };
}

/** The key of the group that takes some maps. */
export function inputKey({ backbone, size, fit }: MapInput): string {
  return `${backbone.slice(0, 16)}-${size}-${fit}`;
}

function modelOf({ backbone }: MapInput, models: readonly ModelInfo[]): ModelInfo {
  const model = models.find(({ sha256 }) => sha256 === backbone);
  if (model === undefined) throw new Error(`no model ${backbone} was loaded for this run`);
  return model;
}
