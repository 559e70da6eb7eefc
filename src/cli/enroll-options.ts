import { CALIBRATION } from '../hyperparameters.ts';
import { presetHelp, presetNames } from '../inspection/presets.ts';
import type { Manual } from './command.ts';
import { alignmentOptions } from './alignment-options.ts';
import { inputOptions, modelOptions, runtimeOptions } from './common-options.ts';
import { foregroundOptions } from './foreground-options.ts';
import { lightOptions } from './light-options.ts';
import { lookOptions } from './look-options.ts';
import { objectsOptions } from './objects-options.ts';
import { placesOptions } from './places-options.ts';
import { pictureOptions } from './picture-options.ts';
import { settingOptions } from './setting-options.ts';
import { scaleOptions } from './size-options.ts';

/** Options of `fewgood enroll`. */
export const enrolOptions = {
  shots: {
    type: 'number',
    value: 'K',
    whole: true,
    min: 1,
    help: 'use K of the pictures, drawn by --seed',
  },
  force: { type: 'boolean', help: 'replace OUT.part if it exists' },
  'target-false-reject': {
    type: 'number',
    value: 'SHARE',
    default: CALIBRATION.targetFalseReject,
    help: 'wanted share of good parts that fail',
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 4096,
    min: 1,
    help: 'refuse to start when more memory would be needed',
  },
  'sample-bits': {
    type: 'number',
    value: 'BITS',
    whole: true,
    min: 8,
    max: 16,
    help: 'bits that 16-bit samples of the camera use (default: as the files say or the pictures show)',
  },
  ...lookOptions,
  ...foregroundOptions,
  ...lightOptions,
  ...scaleOptions,
  ...alignmentOptions,
  ...objectsOptions,
  ...placesOptions,
  ...pictureOptions,
  json: { type: 'boolean', help: 'print what was learned as one JSON object' },
  preset: {
    type: 'string',
    choices: presetNames,
    default: 'balanced',
    help: `settings by name, other options come first; ${presetHelp}`,
  },
  ...settingOptions,
  ...inputOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood enroll`. */
export const enrolManual: Manual<typeof enrolOptions> = {
  usage: 'OUT.part PICTURES… [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input.
    Choose pictures that show what good parts may differ in: light, position, colour. A picture that is
    unlike the others, blurred, overexposed or dark, and pictures of several sizes are warned of, and
    learned all the same. The threshold found is provisional; confirm more good pictures with \`fewgood calibrate\`.`,
  examples: [
    'fewgood enroll bolt.part good/01.png good/02.png good/03.png good/04.png',
    'fewgood enroll bolt.part good/ --shots 4 --seed 1',
    'fewgood enroll screw.part good/ --preset accurate',
    'fewgood enroll plate.part good/ --pose fixed',
    'fewgood enroll box.part good/ --region 10%,10%,80%,80% --ignore-region 60%,70%,25%,15%',
    'fewgood enroll disc.part good/ --scale-from "80,60 880,60=50" --min-area 0.2mm2',
    'fewgood enroll plate.part good/ --max-angle 4 --max-offset 12px',
    'fewgood enroll box.part good/ --ignore-region 60%,70%,25%,15% --region-moves',
    'fewgood enroll nut.part trays/ --objects 6',
    'fewgood enroll cap.part trays/ --grid 4x3 --region 5%,5%,90%,90%',
    'fewgood enroll kit.part kits/ --places kit.json',
    'fewgood enroll cable.part good/ --model resnet18,efficientnet-lite2',
    'fewgood enroll lid.part good/ --light even --flat empty.png',
    'fewgood enroll gear.part good/ --foreground auto',
    'fewgood enroll panel.part good/ --tiles 2x2',
  ],
  options: enrolOptions,
};
