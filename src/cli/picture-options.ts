import type { DatasetDecoding } from '../node/datasets/dataset-files.ts';
import type { PictureFileOptions } from '../node/inspection/picture-files.ts';
import type { Values } from './command.ts';

/** How picture files are read; the same in every command that takes single pictures. */
export const pictureOptions = {
  'max-megapixels': {
    type: 'number',
    value: 'MP',
    default: 100,
    min: 0.01,
    help: 'refuse larger pictures before decoding',
  },
  pages: {
    type: 'string',
    choices: ['one', 'first', 'all'],
    default: 'one',
    help: 'a file of several pictures (TIFF, MPO, animation) is refused, its first one read, or each as NAME#2',
  },
  lenient: {
    type: 'boolean',
    help: 'read JPEGs that are whole but against the standard, with a warning (docs/pictures.md)',
  },
} as const;

/** How the pictures of data sets are read: one in a file. */
export const decodingOptions = {
  'max-megapixels': pictureOptions['max-megapixels'],
  lenient: pictureOptions.lenient,
} as const;

/** The options of data sets as the library has them. */
export function toDecoding(options: Values<typeof decodingOptions>): DatasetDecoding {
  return { maxPixels: options['max-megapixels'] * 1e6, lenient: options.lenient };
}

/** The options as the library has them. */
export function toPictureOptions(options: Values<typeof pictureOptions>): PictureFileOptions {
  const { pages, lenient } = options;
  return { maxPixels: options['max-megapixels'] * 1e6, pages, lenient };
}
