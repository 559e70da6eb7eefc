import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { importOnnx, type ImportedPreprocessing, parseLevel } from '../features/model-import.ts';
import { readModelInfo, type Rgb } from '../features/model-info.ts';
import { PUBLISHED_WEIGHTS } from '../features/published-weights.ts';
import type { ImportedStateDict } from '../features/network-import.ts';
import { architectures, exportNetwork, importStateDict } from '../features/state-dict-import.ts';
import { assertWritable, readFileBytes, writeFileAtomic } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { MODEL_FILE } from '../node/files/output-kinds.ts';
import { readTrainedWeights } from '../nn/trained-weights.ts';
import { type Command, defineCommand, ExitCode, type Invocation } from './command.ts';
import { modelLines } from './model-info.ts';
import { defaultOptions, toModelDefaults } from './setting-options.ts';

const importOptions = {
  out: { type: 'string', value: 'FILE.onnx', help: 'model file to write' },
  architecture: {
    type: 'string',
    value: 'NAME',
    choices: architectures,
    help: `network of a state dict: ${architectures.join(', ')} (default: what its metadata tells)`,
  },
  level: {
    type: 'string',
    value: 'NAME[:CHANNELS],…',
    help: 'feature maps to keep, outputs of the network or values inside (default: all outputs of 4 axes, else all tokens)',
  },
  'special-tokens': {
    type: 'number',
    value: 'N',
    whole: true,
    min: 0,
    help: 'tokens before those of patches, where levels are tokens (default: worked out from the sizes)',
  },
  'default-levels': {
    type: 'string',
    value: 'NAME,…',
    help: 'levels that a part uses unless it names others (default: all; of a state dict those of middle depth)',
  },
  name: { type: 'string', value: 'TEXT', help: 'what people call it (default: the file name)' },
  licence: {
    type: 'string',
    value: 'TEXT',
    unset: 'that of the weights which are published for the architecture, or unknown',
    help: 'licence of the weights',
  },
  provenance: {
    type: 'string',
    value: 'TEXT',
    default: 'unknown',
    help: 'where the weights are from',
  },
  mean: { type: 'string', value: 'R,G,B', help: "channel means (default: ImageNet's)" },
  std: { type: 'string', value: 'R,G,B', help: "channel deviations (default: ImageNet's)" },
  range: {
    type: 'number',
    value: '1|255',
    default: 1,
    help: 'brightest value before mean and std',
  },
  'colour-order': { type: 'string', choices: ['rgb', 'bgr'], default: 'rgb', help: 'of the input' },
  size: {
    type: 'number',
    value: 'PIXELS',
    help: "side of the input that suits the model; a vision transformer's one size (default: 448)",
  },
  'size-multiple': {
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 1,
    help: 'sides of the input are multiples of this, such as the side of a patch',
  },
  storage: {
    type: 'string',
    choices: ['float32', 'float16'],
    default: 'float32',
    help: 'how weights of a state dict are stored',
  },
  ...defaultOptions,
  force: { type: 'boolean', help: 'replace FILE.onnx if it exists' },
} as const;

type Options = Invocation<typeof importOptions>['options'];

/** `fewgood model import resnet18.npz --architecture resnet18 --out resnet18.onnx`. */
export const modelImportCommand: Command = defineCommand({
  name: 'model import',
  summary: 'Make a model file from a state dict, a checkpoint or any ONNX file',
  usage: 'WEIGHTS --out FILE.onnx [options]',
  details: `A model file is an ONNX file that also says which outputs are levels, what its input expects,
    its licence and where it is from. WEIGHTS is a state dict (.npz, .safetensors, PyTorch's .pth) or an
    ONNX file. Of a .pth file the arrays are read and nothing else: code that it may hold is never run.
    Outputs that are tokens of a vision transformer [n, tokens, C] become maps. Networks: docs/models.md.
    Checkpoints of fewgood tell their network; other state dicts need --architecture.`,
  examples: [
    'fewgood model import resnet18.npz --architecture resnet18 --out resnet18.onnx',
    'fewgood model import checkpoint.safetensors --storage float16 --out trained.onnx',
    'fewgood model import dinov2.safetensors --architecture dinov2-small --size 448 --out dinov2.onnx',
    'fewgood model import mobilenet.onnx --level features_6:32,features_13:96 --out mobilenet.fewgood.onnx',
  ],
  options: importOptions,
  run: async ({ options, args: [path], terminal }) => {
    const { out } = options;
    if (path === undefined || out === undefined) {
      throw new UsageError(
        `Cannot import: ${path === undefined ? 'no weights' : 'no --out file'} given`,
        'Name the weights and --out FILE.onnx.',
      );
    }
    if (existsSync(out) && !options.force) {
      throw new UsageError(
        `Cannot write ${out}: it exists: expected a new file`,
        'Name another file, or add --force to replace it.',
      );
    }
    await assertWritable(out, MODEL_FILE);
    await assertNoInput(out, [path]);
    const bytes = await readFileBytes(path);
    const { model, unused } = convert(bytes, basename(path), options);
    await writeFileAtomic(out, model, MODEL_FILE);
    if (unused.length > 0) terminal.log(`not used: ${unused.join(', ')}`);
    for (const line of modelLines(readModelInfo(model, out))) terminal.out(line);
    return ExitCode.ok;
  },
});

function convert(bytes: Uint8Array, file: string, options: Options): ImportedStateDict {
  const { name = file, provenance, architecture, storage } = options;
  const defaultLevels = list(options['default-levels']);
  const levels = list(options.level)?.map(parseLevel);
  const defaults = toModelDefaults(options);
  const description = {
    name,
    licence: options.licence ?? usualLicence(architecture),
    provenance,
    preprocessing: preprocessingOf(options),
    ...(Object.keys(defaults).length > 0 && { defaults }),
    ...(options['special-tokens'] !== undefined && { specialTokens: options['special-tokens'] }),
    ...(levels && { levels }),
    ...(defaultLevels && { defaultLevels }),
  };
  if (/\.onnx$/i.test(file)) return { model: importOnnx(bytes, description, file), unused: [] };
  const { state, network } = readTrainedWeights(bytes, file);
  if (architecture !== undefined) {
    return importStateDict(architecture, state, { ...description, storage }, file);
  }
  if (network) return exportNetwork(network, state, { ...description, storage }, file);
  throw new UsageError(
    `Cannot import ${file}: it does not tell its network: expected --architecture for a state dict`,
    'Add --architecture resnet18, or name an .onnx file.',
  );
}

/** What is likely, and said to be no more than that. */
function usualLicence(architecture: Options['architecture']): string {
  const published = architecture === undefined ? undefined : PUBLISHED_WEIGHTS[architecture];
  return published === undefined ? 'unknown' : `${published.licence}, if they are as published`;
}

function preprocessingOf(options: Options): ImportedPreprocessing {
  const mean = rgbOf('mean', options.mean);
  const std = rgbOf('std', options.std);
  return {
    range: options.range,
    colourOrder: options['colour-order'],
    ...(mean && { mean }),
    ...(std && { std }),
    ...(options.size !== undefined && { size: options.size }),
    ...(options['size-multiple'] !== undefined && { sizeMultiple: options['size-multiple'] }),
  };
}

function rgbOf(option: string, text: string | undefined): Rgb | undefined {
  if (text === undefined) return undefined;
  const [red, green, blue, ...more] = text.split(',').map(Number);
  const values = [red, green, blue];
  if (more.length === 0 && red !== undefined && green !== undefined && blue !== undefined) {
    if (values.every((value) => Number.isFinite(value))) return [red, green, blue];
  }
  throw new UsageError(
    `Cannot use --${option} "${text}": expected three numbers`,
    `Pass --${option} R,G,B.`,
  );
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}
