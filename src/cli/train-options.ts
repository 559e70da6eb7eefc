import { TRAINING } from '../hyperparameters.ts';
import type { Manual } from './command.ts';
import { runtimeOptions } from './common-options.ts';
import { trainingOptions } from './training-options.ts';

/** Options of `fewgood train`. */
export const trainOptions = {
  out: { type: 'string', value: 'RUN', help: 'folder of the run' },
  resume: { type: 'boolean', help: 'go on with the run in --out, as if it had never stopped' },
  'dry-run': { type: 'boolean', help: 'tell pictures, steps, memory and time, and train nothing' },
  'leave-out': {
    type: 'string',
    value: 'CATEGORY,…',
    help: 'categories that are not trained on, such as the one to be tested',
  },
  start: {
    type: 'string',
    value: 'FILE|none',
    help: "weights to begin with, .npz or .safetensors with torchvision's keys, or none for random ones",
  },
  'checkpoint-minutes': {
    type: 'number',
    value: 'N',
    default: TRAINING.checkpointMinutes,
    min: 0,
    help: 'time between checkpoints',
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 8192,
    min: 1,
    help: 'split batches into micro-batches to stay below',
  },
  workers: {
    type: 'number',
    value: 'N',
    default: 1,
    whole: true,
    min: 1,
    help: 'threads that decode and augment pictures',
  },
  ...trainingOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood train`. */
export const trainManual: Manual<typeof trainOptions> = {
  usage: 'DATA… --out RUN [options]',
  details: `DATA are folders of categories in any layout that \`fewgood evaluate\` reads, plain folders of good
    pictures, and synthetic:CATEGORIESxPICTURES@FIRST for rendered ones; only good training pictures are
    used. RUN gets run.json (settings), log.jsonl (a line a step), loss.svg, checkpoint.safetensors, and in
    the end model.onnx, which every --model takes. Ctrl-C stops with a checkpoint; --resume goes on with the
    same bytes as a run that was not stopped, as long as the number of --threads is the same.`,
  examples: [
    'fewgood train data/parts synthetic:40x24 --start resnet18.safetensors --out run',
    'fewgood train data/mvtec --leave-out screw --preset thesis --start resnet18.safetensors --out run-screw',
    'fewgood train data/parts --dry-run --out run',
    'fewgood train --resume --out run',
  ],
  options: trainOptions,
};
