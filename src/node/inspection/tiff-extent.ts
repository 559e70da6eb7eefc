/**
 * How far a TIFF file must reach: where its directories and the strips or tiles that they name end.
 *
 * Source: Adobe, "TIFF Revision 6.0", section 2, and libtiff's "BigTIFF Design".
 *
 * @module
 */
import type { ByteSource } from './byte-source.ts';

/** Tags of the places and the sizes of strips and of tiles. */
const PLACES: readonly number[] = [273, 324];
const SIZES: readonly number[] = [279, 325];
/** Bytes of a value of the types that these tags have: SHORT, LONG, LONG8. */
const TYPE_BYTES: ReadonlyMap<number, number> = new Map([
  [3, 2],
  [4, 4],
  [16, 8],
]);
/** More pages and strips than this are not looked at: the first tell enough. */
const MAX_PAGES = 64;
/** A directory of TIFF has no more; one of BigTIFF that claims more is damaged, or not written yet. */
const MAX_ENTRIES = 2 ** 16;
const MAX_STRIPS = 2 ** 16;

/** Reads numbers of a TIFF file in its byte order. */
class Reader {
  readonly #file: ByteSource;
  readonly isLittle: boolean;
  readonly isBig: boolean;

  constructor(file: ByteSource, head: Buffer) {
    this.#file = file;
    this.isLittle = head[0] === 0x49;
    this.isBig = head[2] === 43 || head[3] === 43;
  }

  /** Bytes of a place or a count. */
  get word(): number {
    return this.isBig ? 8 : 4;
  }

  /** The number of so many bytes at a place; NaN where the file ends before it. */
  async number(start: number, bytes: number): Promise<number> {
    const [number = NaN] = await this.numbers(start, bytes, 1);
    return number;
  }

  /** Numbers of so many bytes each; none where the file ends before them. */
  async numbers(start: number, bytes: number, count: number): Promise<number[]> {
    const length = count * bytes;
    if (!(start + length <= this.#file.size)) return [];
    const buffer = await this.#file.read(start, length);
    if (buffer.length < length) return [];
    return Array.from({ length: count }, (_, i) => this.#decode(buffer, i * bytes, bytes));
  }

  #decode(buffer: Buffer, at: number, bytes: number): number {
    if (bytes < 8)
      return this.isLittle ? buffer.readUIntLE(at, bytes) : buffer.readUIntBE(at, bytes);
    return Number(this.isLittle ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
  }
}

/** Bytes that the file must have; more than it has if a directory is missing, undefined if none says. */
export async function tiffExtent(file: ByteSource): Promise<number | undefined> {
  const reader = new Reader(file, await file.read(0, 8));
  let place = await reader.number(reader.isBig ? 8 : 4, reader.word);
  let extent = 0;
  for (let page = 0; page < MAX_PAGES && place !== 0; page++) {
    const { end, next } = await directory(reader, place);
    if (!(end <= file.size)) return file.size + 1;
    extent = Math.max(extent, end);
    place = next;
  }
  // A header that names no directory yet is that of a writer who is not done.
  return extent === 0 ? file.size + 1 : extent;
}

/** Where the pixels that a directory names end, and where the next one stands; NaN if it is cut off. */
async function directory(reader: Reader, place: number): Promise<{ end: number; next: number }> {
  const [countBytes, entryBytes] = reader.isBig ? [8, 20] : [2, 12];
  const first = place + countBytes;
  const count = await reader.number(place, countBytes);
  if (!(count <= MAX_ENTRIES)) return { end: NaN, next: NaN };
  const behind = first + count * entryBytes;
  let places: number[] = [];
  let sizes: number[] = [];
  for (let entry = first; entry < behind; entry += entryBytes) {
    const tag = await reader.number(entry, 2);
    if (Number.isNaN(tag)) return { end: NaN, next: NaN };
    if (PLACES.includes(tag)) places = await values(reader, entry);
    if (SIZES.includes(tag)) sizes = await values(reader, entry);
  }
  const end = places.reduce((most, start, i) => Math.max(most, start + (sizes[i] ?? 0)), behind);
  return { end, next: await reader.number(behind, reader.word) };
}

/** The values of a directory's entry: within it if they fit, else where it says. */
async function values(reader: Reader, entry: number): Promise<number[]> {
  const { word } = reader;
  const bytes = TYPE_BYTES.get(await reader.number(entry + 2, 2));
  const count = await reader.number(entry + 4, word);
  if (bytes === undefined || !(count <= MAX_STRIPS)) return [];
  const within = entry + 4 + word;
  const place = count * bytes <= word ? within : await reader.number(within, word);
  const numbers = await reader.numbers(place, bytes, count);
  // Places behind the end of the file are bytes that are missing.
  return numbers.length < count ? [Infinity] : numbers;
}
