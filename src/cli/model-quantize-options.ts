import type { Manual } from './command.ts';
import { inputOptions, runtimeOptions, sizeOptions } from './common-options.ts';
import { pictureOptions } from './picture-options.ts';

/** Options of `fewgood model quantize`. */
export const modelQuantizeOptions = {
  out: { type: 'string', value: 'FILE.onnx', help: 'model file to write' },
  name: {
    type: 'string',
    value: 'TEXT',
    help: "what people call it (default: the model's name and int8)",
  },
  shots: {
    type: 'number',
    value: 'K',
    whole: true,
    min: 1,
    help: 'use K of the pictures, drawn by --seed (default: all)',
  },
  seed: { type: 'number', value: 'N', default: 0, whole: true, min: 0, help: 'of --shots' },
  ...sizeOptions,
  ...pictureOptions,
  ...inputOptions,
  ...runtimeOptions,
  force: { type: 'boolean', help: 'replace FILE.onnx if it exists' },
} as const;

/** The help of `fewgood model quantize`. */
export const modelQuantizeManual: Manual<typeof modelQuantizeOptions> = {
  usage: 'NAME|FILE.onnx PICTURES… --out FILE.onnx [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input: a few dozen such as the
    model is to see, which tell between which numbers its values lie. The new file has the same levels; parts
    that were learned with the old one do not fit it. docs/models.md tells what is lost and what is gained.`,
  examples: ['fewgood model quantize resnet18 good/ --shots 64 --out resnet18-quick.onnx'],
  options: modelQuantizeOptions,
};
