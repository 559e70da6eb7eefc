/** What names of pictures end in: kinds that are read, and kinds that people try, which reading then names. */
const SUFFIXES: readonly string[] =
  `png apng jpg jpeg jpe jfif jif tif tiff webp bmp dib pgm ppm pnm pbm pam pfm avif heic heif hif jp2
  j2k jpx jxl gif ico pcx qoi sgi tga psd exr hdr dcm dng cr2 cr3 nef arw raf`.split(/\s+/);

/** The suffixes as a regular expression: `\.` and one of them, at the end of a name. */
export const PICTURE_SUFFIX: string = String.raw`\.(?:${SUFFIXES.join('|')})$`;

const WITH_SUFFIX = new RegExp(`[^/\\\\]${PICTURE_SUFFIX}`, 'i');

/** Whether a file name ends as a picture's does, in capitals or not. */
export function hasPictureSuffix(path: string): boolean {
  return WITH_SUFFIX.test(path);
}
