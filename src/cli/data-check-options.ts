import { LAYOUTS } from '../datasets/layouts.ts';
import type { Manual } from './command.ts';
import { folderOptions } from './common-options.ts';
import { decodingOptions } from './picture-options.ts';

/** Options of `fewgood data check`. */
export const dataCheckOptions = {
  layout: {
    type: 'string',
    choices: LAYOUTS.map(({ name }) => name),
    help: 'how the data set lies on disk (default: found out)',
  },
  json: { type: 'boolean', help: 'print one JSON object' },
  ...folderOptions,
  ...decodingOptions,
} as const;

/** The help of `fewgood data check`. */
export const dataCheckManual: Manual<typeof dataCheckOptions> = {
  usage: 'FOLDER [options]',
  details: `FOLDER is one category or holds several. Every picture and mask is decoded. A plain folder is good/
    beside a folder for each defect; every second of its good pictures tests. Pictures are known by their
    content; what is passed over is counted and named (docs/files.md). Of a mask, pixels from half of
    white on are defective; where none is so bright, all that are not black. Errors: files that cannot be
    read, pictures that show the same in train and test or as good and defective, masks that are missing,
    black, or of another size than their picture. Warnings: masks that look inverted, are JPEG or have grey
    pixels, or whose picture alone is turned by EXIF; empty folders; files passed over for their content.
    Exit codes: 0 no errors (warnings and notes may be printed), 1 errors, 2 the command line is wrong.`,
  examples: [
    'fewgood data check data/mvtec',
    'fewgood data check data/visa --layout visa',
    'fewgood data check parts/ --json',
  ],
  options: dataCheckOptions,
};
