/**
 * By which bytes kinds of files are known: pictures that are read, pictures that are not, and documents that
 * people take for pictures.
 *
 * @module
 */
import { PNG_SIGNATURE } from './png-chunks.ts';

/** The kinds that are read. */
export type PictureKind = 'png' | 'jpeg' | 'tiff' | 'webp' | 'bmp' | 'pnm' | 'avif';

/** What a file is by its first bytes. */
interface Signature {
  /** Bytes as Latin-1 at a place, what the text begins with, or which numbers each of the first bytes may be. */
  readonly sign: readonly [bytes: string, at: number] | RegExp | readonly (readonly number[])[];
  /** A kind that is read. */
  readonly kind?: PictureKind;
  /** What one that is not read is; completes "it is …". */
  readonly what?: string;
  /** Whether it is no picture of a part: it is passed over in folders. */
  readonly isDocument?: boolean;
}

/** Bytes that tell the kind of a file: DICOM's sign stands behind 128 of any content. */
export const PICTURE_HEAD_BYTES = 512;

const TIFF = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((bytes): Signature => {
  return { sign: [bytes, 0], kind: 'tiff' };
});

/** Raw formats of cameras that are not quite TIFF; others are TIFF. */
const RAW = ['FUJIFILM', 'IIR', 'IIU\0', 'MMO'].map((bytes): Signature => {
  return { sign: [bytes, 0], what: 'a raw picture of a camera' };
});

/** All but zero. */
const SOME = Array.from({ length: 255 }, (_, i) => i + 1);

const SIGNATURES: readonly Signature[] = [
  { sign: [PNG_SIGNATURE, 0], kind: 'png' },
  // Begins as JPEG does, but is another codec.
  { sign: ['\xff\xd8\xff\xf7', 0], what: 'a JPEG-LS picture' },
  { sign: ['\xff\xd8\xff', 0], kind: 'jpeg' },
  ...TIFF,
  { sign: ['WEBP', 8], kind: 'webp' },
  { sign: ['GIF8', 0], what: 'a GIF picture' },
  { sign: ['\xff\x0a', 0], what: 'a JPEG XL picture' },
  { sign: ['JXL ', 4], what: 'a JPEG XL picture' },
  { sign: ['ftypjxl', 4], what: 'a JPEG XL picture' },
  { sign: ['\xff\x4f\xff\x51', 0], what: 'a JPEG 2000 picture' },
  { sign: ['jP  ', 4], what: 'a JPEG 2000 picture' },
  { sign: ['ftypcrx', 4], what: 'a raw picture of a camera' },
  ...RAW,
  { sign: /^P[Ff]\s+\d/, what: 'a picture of floating-point numbers (PFM)' },
  { sign: ['\x76\x2f\x31\x01', 0], what: 'an OpenEXR picture' },
  { sign: ['#?RAD', 0], what: 'a Radiance picture' },
  { sign: ['SIMPLE  =', 0], what: 'a FITS picture' },
  { sign: ['DICM', 128], what: 'a DICOM picture' },
  { sign: ['DDS ', 0], what: 'a DDS picture' },
  { sign: ['8BPS', 0], what: 'a Photoshop file' },
  { sign: ['qoif', 0], what: 'a QOI picture' },
  // Short signs, told from other files by the numbers behind them: of icons, of planes and bits, of axes.
  { sign: [[0], [0], [1, 2], [0], SOME, [0]], what: 'an icon (ICO)' },
  { sign: [[10], [0, 2, 3, 4, 5], [0, 1], [1, 2, 4, 8]], what: 'a PCX picture' },
  { sign: [[0x01], [0xda], [0, 1], [1, 2], [0], [1, 2, 3]], what: 'an SGI picture' },
  { sign: ['%PDF', 0], what: 'a PDF document', isDocument: true },
  { sign: ['PK\x03\x04', 0], what: 'a ZIP archive', isDocument: true },
  { sign: /^(?:\xef\xbb\xbf)?</, what: 'a text such as SVG or HTML', isDocument: true },
];

/**
 * What a file is by its first bytes, as far as a sign of its own tells: PNM, BMP and AVIF have none.
 *
 * @param head - The first {@link PICTURE_HEAD_BYTES}, fewer of a small file, as Latin-1.
 */
export function signatureOf(head: string): Signature | undefined {
  return SIGNATURES.find(({ sign }) => hasSign(head, sign));
}

function hasSign(head: string, sign: Signature['sign']): boolean {
  if (sign instanceof RegExp) return sign.test(head);
  if (isText(sign)) return head.startsWith(...sign);
  return sign.every((numbers, i) => numbers.includes(head.charCodeAt(i)));
}

function isText(sign: Exclude<Signature['sign'], RegExp>): sign is readonly [string, number] {
  return typeof sign[0] === 'string';
}
