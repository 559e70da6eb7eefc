import sharp from 'sharp';

/** What a file says of its picture beside the pixels. */
export interface PictureHeader {
  /** What its EXIF says, 1 to 8; 1 where it says nothing. */
  readonly orientation: number;
  readonly isJpeg: boolean;
}

/**
 * Reads the header of a picture that could be decoded; of kinds that sharp does not read it says what is
 * true of them all.
 *
 * @param file - Its path.
 */
export async function readPictureHeader(file: string): Promise<PictureHeader> {
  try {
    const { orientation = 1, format } = await sharp(file, { limitInputPixels: false }).metadata();
    return { orientation, isJpeg: format === 'jpeg' };
  } catch {
    return { orientation: 1, isJpeg: false };
  }
}
