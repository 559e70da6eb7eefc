import type { Manual } from './command.ts';
import { inputOptions, modelOptions, runtimeOptions } from './common-options.ts';
import { pictureOptions } from './picture-options.ts';

/** Options of `fewgood calibrate`. */
export const calibrateOptions = {
  accept: {
    type: 'boolean',
    help: 'take pictures too that something stands against: somebody has looked at each',
  },
  distinct: {
    type: 'boolean',
    help: 'count near copies too: they are known to show different parts',
  },
  origin: {
    type: 'string',
    value: 'TEXT',
    help: 'what is kept as the origin of the pictures (default: their paths)',
  },
  remove: {
    type: 'boolean',
    help: 'take confirmed pictures back: name, origin or first digits of the SHA-256',
  },
  reset: { type: 'boolean', help: 'take all confirmed pictures back' },
  'target-false-reject': {
    type: 'number',
    value: 'SHARE',
    help: "wanted share of good parts that fail (default: the part's)",
  },
  json: { type: 'boolean', help: 'print the calibration as one JSON object' },
  ...inputOptions,
  ...pictureOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood calibrate`. */
export const calibrateManual: Manual<typeof calibrateOptions> = {
  usage: 'PART PICTURES… [options]',
  details: `Every picture must show a good part: each raises what the threshold promises. They must come
    from different parts, as the line will bring them; support pictures, repeats and near copies do not
    count. A picture above the threshold in force, or without the part, is named, and nothing is written (exit
    code 3): look at it, then leave it out, or take all with --accept. The part file is replaced when all
    pictures were read; of several that calibrate it at once, none is lost. --remove and --reset take
    pictures back; \`fewgood part pictures\` lists them.`,
  examples: [
    'fewgood calibrate bolt.part confirmed/*.png',
    'fewgood calibrate bolt.part confirmed/ --target-false-reject 0.01',
    'fewgood calibrate bolt.part odd/17.png --accept --origin "line 3, checked by hand"',
    'fewgood calibrate bolt.part --remove 17.png',
    'fewgood calibrate bolt.part --reset',
  ],
  options: calibrateOptions,
};
