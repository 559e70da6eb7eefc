import { ArgumentRangeError, ModelError } from '../errors.ts';
import { continueOutputs, type Replacement } from '../graph/continuation.ts';
import { extractOutputs } from '../graph/extract.ts';
import { type OnnxFile, readOnnx, type TensorInfo } from '../graph/read.ts';
import { formatShape, type Shape } from '../graph/value.ts';
import { INPUT } from '../hyperparameters.ts';
import {
  describeModel,
  type Level,
  type ModelDefaults,
  type Preprocessing,
  type Rgb,
} from './model-info.ts';
import { tokenGrid, type TokenGrid, tokenShape, tokensToMap } from './token-maps.ts';

/** A level as it is asked for: its channels are needed only where the graph does not tell them. */
export interface LevelSpec {
  /** An output of the graph, or a value inside it. */
  readonly name: string;
  /** Channels of the feature map. */
  readonly channels?: number;
}

/** A model's preprocessing, where it differs from ImageNet's. */
export interface ImportedPreprocessing extends Partial<Preprocessing> {
  /** Value that the brightest pixel has before mean and std apply, which are of that range; 1. */
  readonly range?: number;
}

/** Name, origin, preprocessing and default levels of a model that is imported. */
export interface ModelImport {
  /** For people: network, weights. */
  readonly name: string;
  /** Licence of the weights. */
  readonly licence: string;
  /** Where the weights are from. */
  readonly provenance: string;
  /** What it expects of its input. */
  readonly preprocessing?: ImportedPreprocessing;
  /** Names of the levels that a part uses unless it names others; all by default. */
  readonly defaultLevels?: readonly string[];
  /** Settings of a part that suit it; none by default. */
  readonly defaults?: ModelDefaults;
}

/** The description of an ONNX model that is imported, and its levels. */
export interface OnnxImport extends ModelImport {
  /** Feature maps to put out; by default all outputs of four axes, or else all tokens. */
  readonly levels?: readonly LevelSpec[];
  /**
   * Tokens in front of the patches, class token and registers, where levels are tokens [B, T, C].
   * Worked out where the sizes of input and tokens are known.
   */
  readonly specialTokens?: number;
}

/**
 * Reads `NAME` or `NAME:CHANNELS`. A name may itself end in `:0`, as TensorFlow's do.
 *
 * @throws {@link ArgumentRangeError} if the name is empty.
 */
export function parseLevel(text: string): LevelSpec {
  const [, name = text, channels] = /^(.+):([1-9]\d*)$/.exec(text) ?? [];
  if (name === '') throw new ArgumentRangeError('level', '""', 'NAME or NAME:CHANNELS');
  return channels === undefined ? { name } : { name, channels: Number(channels) };
}

/**
 * Makes a model file of an ONNX model: keeps what its levels need, and adds the description. Levels
 * that are tokens of a vision transformer become maps, within the graph.
 *
 * @param bytes - An .onnx file, shape [length].
 * @param file - Its name, for messages.
 * @returns The model file, shape [length].
 * @throws {@link ModelError} if the file is damaged or keeps weights elsewhere, or a level or the input does not suit.
 */
export function importOnnx(
  bytes: Uint8Array,
  options: OnnxImport,
  file: string = options.name,
): Uint8Array {
  const specs = options.levels ?? mapsAmongOutputs(bytes, file);
  const names = specs.map((spec) => spec.name);
  const extracted = extractOutputs(bytes, names, file);
  const { hasExternalWeights } = readOnnx(extracted, file);
  if (hasExternalWeights) {
    throw new ModelError(
      file,
      'its weights stand in other files: expected one file',
      'Export it with the weights inside.',
    );
  }
  const { defaultLevels = names } = options;
  const unknown = defaultLevels.find((level) => !names.includes(level));
  if (unknown !== undefined) {
    throw new ModelError(
      file,
      `"${unknown}" is none of its levels: expected ${names.join(', ')}`,
      'Choose the default levels among the levels.',
      { options: ['defaultLevels', 'levels'] },
    );
  }
  const { part, sizes } = withMaps(extracted, specs, options, file);
  const graph = readOnnx(part, file);
  const input = inputOf(graph, file);
  const preprocessing = completePreprocessing(options.preprocessing ?? {}, input, file);
  return describeModel(part, {
    name: options.name,
    input: input.name,
    levels: specs.map((spec, i) => levelOf(spec, graph.outputs[i], file)),
    defaultLevels,
    preprocessing: { ...preprocessing, ...sizes },
    ...(options.defaults && { defaults: options.defaults }),
    licence: options.licence,
    provenance: options.provenance,
  });
}

/** The first version of ONNX's operators that takes what maps of tokens are made with. */
const MAP_OPSET = 10;

/** A file whose levels are maps, and the sizes that it takes if some were tokens. */
interface WithMaps {
  readonly part: Uint8Array;
  readonly sizes: Pick<Preprocessing, 'isSizeFixed' | 'sizeMultiple'>;
}

/** Makes maps of the levels that are tokens. */
function withMaps(
  bytes: Uint8Array,
  specs: readonly LevelSpec[],
  options: OnnxImport,
  file: string,
): WithMaps {
  const { inputs, outputs, opsets } = readOnnx(bytes, file);
  const tokens = outputs.flatMap((info, i) => (isTokens(info, options) ? [{ info, i }] : []));
  if (tokens.length === 0) return { part: bytes, sizes: {} };
  const opset = opsets.get('') ?? 0;
  if (opset < MAP_OPSET) {
    throw new ModelError(
      file,
      `its operators are of version ${opset}: expected at least ${MAP_OPSET} to make maps of tokens`,
      'Export it with a newer operator set.',
    );
  }
  const input = inputOf({ inputs }, file);
  const { size } = completePreprocessing(options.preprocessing ?? {}, input, file);
  const { sizeMultiple } = options.preprocessing ?? {};
  const told = { specialTokens: options.specialTokens, sizeMultiple };
  const grids = tokens.map(({ info, i }): [TokenGrid, Shape] => {
    const shape = tokenShape(info.shape, specs[i].channels);
    return [tokenGrid(shape, size, told, file), shape];
  });
  const replacements = tokens.map(({ info: { name } }, k) => {
    const [grid, shape] = grids[k];
    const by: Replacement['by'] = (g, x, picture) => tokensToMap(g, x, picture, grid);
    return { name, now: { type: 'float32' as const, shape }, by };
  });
  const picture = { name: input.name, type: 'float32' as const, shape: input.shape ?? PICTURE };
  const isSizeFixed = grids.some(([grid]) => grid.side !== undefined);
  const patch = Math.max(...grids.map(([grid]) => grid.patch));
  return {
    part: continueOutputs(bytes, replacements, picture, file),
    sizes: { sizeMultiple: patch, ...(isSizeFixed && { isSizeFixed }) },
  };
}

/** The shape of an input of which nothing is stated. */
const PICTURE = ['n', 3, 'h', 'w'] as const;

/** Whether an output is tokens: of three axes, or of unknown shape where special tokens are told. */
function isTokens({ shape, type = 'float32' }: TensorInfo, { specialTokens }: OnnxImport): boolean {
  if (type !== 'float32') return false;
  return shape === undefined ? specialTokens !== undefined : shape.length === 3;
}

/** Outputs of four axes, or of three if there are none. */
function mapsAmongOutputs(bytes: Uint8Array, file: string): TensorInfo[] {
  const { outputs } = readOnnx(bytes, file);
  for (const rank of [4, 3]) {
    const maps = outputs.filter((info) => info.shape?.length === rank);
    if (maps.length > 0) return maps;
  }
  throw new ModelError(
    file,
    `none of its outputs is known to be a feature map: expected levels to be named, of ${listed(outputs)} or values inside it`,
    'Name levels, with their channels where the graph does not tell them.',
    { options: ['levels'] },
  );
}

/** A level with its channels, from the graph or else as told. */
function levelOf(spec: LevelSpec, info: TensorInfo, file: string): Level {
  const size = info.shape?.[1];
  const isMap = info.shape === undefined || info.shape.length === 4;
  if (!isMap || (info.type ?? 'float32') !== 'float32') {
    throw new ModelError(
      file,
      `its level ${listed([info])} is no feature map: expected float32 [B, C, h, w]`,
      'Name a level before the maps are pooled or flattened.',
      { options: ['levels'] },
    );
  }
  const channels = typeof size === 'number' ? size : spec.channels;
  if (channels === undefined) {
    throw new ModelError(
      file,
      `it does not tell the channels of "${spec.name}": expected ${spec.name}:CHANNELS`,
      'Give the number of channels behind the name of the level.',
      { options: ['levels'] },
    );
  }
  if (spec.channels === undefined || spec.channels === channels)
    return { name: spec.name, channels };
  throw new ModelError(
    file,
    `its level "${spec.name}" has ${channels} channels: expected ${spec.channels} as told`,
    'Leave the channels out, or correct them.',
    { options: ['levels'] },
  );
}

/** The one input, which must take pictures. */
function inputOf({ inputs }: Pick<OnnxFile, 'inputs'>, file: string): TensorInfo {
  const [input] = inputs;
  const [, channels = 3] = input?.shape ?? [];
  const isPicture =
    inputs.length === 1 &&
    (input.type ?? 'float32') === 'float32' &&
    (input.shape ?? [1, 3, 1, 1]).length === 4 &&
    (typeof channels === 'string' || channels === 3);
  if (isPicture) return input;
  throw new ModelError(
    file,
    `its inputs are ${listed(inputs)}: expected one, float32 [B, 3, H, W]`,
    'Export the model with one input of that form.',
  );
}

/** Preprocessing as far as nothing else is told. */
const UNTOLD = { mean: INPUT.mean, std: INPUT.std, range: 1, colourOrder: 'rgb' } as const;

/** The preprocessing described, ImageNet's for the rest; a fixed size of the graph decides. */
function completePreprocessing(
  preprocessing: ImportedPreprocessing,
  input: TensorInfo,
  file: string,
): Preprocessing {
  const fixed = input.shape?.slice(2).filter((dim) => typeof dim === 'number') ?? [];
  const size = preprocessing.size ?? fixed[0] ?? INPUT.size;
  if (fixed.some((side) => side !== size)) {
    throw new ModelError(
      file,
      `its input is ${listed([input])}: expected sides of ${size}`,
      'Choose the size that the model was exported for, or export it for any size.',
      { options: ['size'] },
    );
  }
  const { range, mean, std, ...others } = { ...UNTOLD, ...preprocessing };
  const isSizeFixed = fixed.length > 0;
  return {
    ...others,
    mean: scaled(mean, 1 / range),
    std: scaled(std, 1 / range),
    size,
    ...(isSizeFixed && { isSizeFixed }),
  };
}

function scaled([red, green, blue]: Rgb, factor: number): Rgb {
  return [red * factor, green * factor, blue * factor];
}

function listed(infos: readonly TensorInfo[]): string {
  const described = infos.map(({ name, type = 'of unknown type', shape }) => {
    return `"${name}" ${type} ${shape ? formatShape(shape) : 'of unknown shape'}`;
  });
  return described.join(', ') || 'none';
}
