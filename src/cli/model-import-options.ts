import { architectures } from '../features/state-dict-import.ts';
import type { Manual } from './command.ts';
import { defaultOptions } from './setting-options.ts';

/** Options of `fewgood model import`. */
export const modelImportOptions = {
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

/** The help of `fewgood model import`. */
export const modelImportManual: Manual<typeof modelImportOptions> = {
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
  options: modelImportOptions,
};
