/**
 * Directories of TIFF files: what each picture in one is, before anything is decoded. libvips says of
 * what it cannot read only that it is damaged, and takes a sample of no stated meaning for alpha.
 *
 * Source: Adobe, TIFF Revision 6.0, section 2; BigTIFF (AWare Systems) for files of 64-bit offsets.
 *
 * @module
 */

/** What a directory says of one picture. */
export interface TiffDirectory {
  /** Its place in the file, from 0: libvips' number of the page. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Bits of each sample of a pixel; one for all where the file names one. */
  readonly bits: readonly number[];
  readonly compression: number;
  readonly photometric: number;
  /** Samples a pixel. */
  readonly samples: number;
  /** 1 unsigned, 2 signed, 3 floating point, 4 not said, 5 and 6 complex. */
  readonly sampleFormat: number;
  /** Meanings of the samples beyond the colours: 0 not said, 1 associated alpha, 2 alpha. */
  readonly extraSamples: readonly number[];
  /** Where the first of them stands in the file, and in how many bytes. */
  readonly extraSamplesAt: readonly [offset: number, bytes: number] | undefined;
  /** The largest sample, where the file names it. */
  readonly largest: number | undefined;
  /** Whether it is a smaller copy or a mask of another picture. */
  readonly isAuxiliary: boolean;
  /** Where what it names in the file ends. */
  readonly end: number;
}

/** A field as it stands in a directory. */
interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its first value stands. */
  readonly offset: number;
}

/** Bytes of a value by type: BYTE, ASCII, SHORT, LONG, … IFD, LONG8, SLONG8, IFD8. */
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/** No camera writes more; a damaged number must not keep us busy. */
const MOST_DIRECTORIES = 100_000;
const MOST_VALUES = 64;

/** Tags of the places and the sizes of strips and of tiles. */
const STRIPS = [
  [273, 279],
  [324, 325],
] as const;

const TAG = {
  subfile: 254,
  oldSubfile: 255,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  samples: 277,
  largest: 281,
  extraSamples: 338,
  sampleFormat: 339,
  largestOfFormat: 341,
} as const;

/** Of NewSubfileType: a copy of lower resolution, a mask. */
const AUXILIARY = 0b101;
/** Of the older SubfileType: a copy of lower resolution. */
const REDUCED = 2;
/** Photometric interpretation of a mask. */
const MASK = 4;

/**
 * Reads all directories of a TIFF, in the order of the file.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link Error} if a directory lies outside of the file.
 */
export function readTiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  const reader = new DirectoryReader(bytes);
  const directories: TiffDirectory[] = [];
  const visited = new Set<number>();
  let offset = reader.first;
  // A chain that leads back to itself has no more pictures.
  while (offset !== 0 && !visited.has(offset) && visited.size < MOST_DIRECTORIES) {
    visited.add(offset);
    const { fields, next, end } = reader.fieldsAt(offset);
    directories.push(toDirectory(reader, fields, { index: directories.length, end }));
    offset = next;
  }
  if (directories.length === 0) throw new Error('it has no directory');
  const largest = directories.reduce((most, one) => Math.max(most, areaOf(one)), 0);
  return directories.map((directory) => ({
    ...directory,
    // Programs call pictures of full size copies, too. Only smaller ones are.
    isAuxiliary:
      directory.isAuxiliary && (directory.photometric === MASK || areaOf(directory) < largest),
  }));
}

function areaOf({ width, height, photometric }: TiffDirectory): number {
  return photometric === MASK ? 0 : width * height;
}

function toDirectory(
  reader: DirectoryReader,
  fields: ReadonlyMap<number, Field>,
  { index, end }: Pick<TiffDirectory, 'index' | 'end'>,
): TiffDirectory {
  const values = (tag: number): number[] => reader.valuesOf(fields.get(tag));
  const value = (tag: number, otherwise: number): number => values(tag)[0] ?? otherwise;
  const extra = fields.get(TAG.extraSamples);
  const largest = [...values(TAG.largestOfFormat), ...values(TAG.largest)];
  return {
    index,
    width: value(TAG.width, 0),
    height: value(TAG.height, 0),
    bits: fields.has(TAG.bits) ? values(TAG.bits) : [1],
    compression: value(TAG.compression, 1),
    photometric: value(TAG.photometric, -1),
    samples: value(TAG.samples, 1),
    sampleFormat: value(TAG.sampleFormat, 1),
    extraSamples: values(TAG.extraSamples),
    extraSamplesAt: extra && [extra.offset, TYPE_BYTES[extra.type] ?? 0],
    largest: largest.length === 0 ? undefined : Math.max(...largest),
    isAuxiliary: (value(TAG.subfile, 0) & AUXILIARY) !== 0 || value(TAG.oldSubfile, 0) === REDUCED,
    end: Math.max(end, reader.endOfStrips(fields)),
  };
}

/** Numbers of a TIFF in its own order of bytes, and of its own size of offsets. */
class DirectoryReader {
  readonly first: number;
  readonly #view: DataView;
  readonly #isLittle: boolean;
  readonly #isBig: boolean;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittle = bytes[0] === 0x49;
    this.#isBig = this.#number(2, 2) === 43;
    this.first = this.#isBig ? this.#number(8, 8) : this.#number(4, 4);
  }

  /** The fields of a directory by tag, where the next directory stands, 0 for none, and where all of it ends. */
  fieldsAt(directory: number): { fields: Map<number, Field>; next: number; end: number } {
    const [head, size, wide] = this.#isBig ? [8, 20, 8] : [2, 12, 4];
    const entries = this.#number(directory, head);
    const fields = new Map<number, Field>();
    let at = directory + head;
    let end = 0;
    for (let i = 0; i < entries; i++, at += size) {
      const type = this.#number(at + 2, 2);
      const count = this.#number(at + 4, wide);
      const inside = at + 4 + wide;
      const length = count * (TYPE_BYTES[type] ?? 0);
      const offset = length <= wide ? inside : this.#number(inside, wide);
      end = Math.max(end, offset + length);
      fields.set(this.#number(at, 2), { type, count, offset });
    }
    return { fields, next: this.#number(at, wide), end: Math.max(end, at + wide) };
  }

  /** Where the last of the strips or tiles ends that a directory names; 0 if it names none. */
  endOfStrips(fields: ReadonlyMap<number, Field>): number {
    let end = 0;
    for (const [place, size] of STRIPS) {
      const sizes = this.valuesOf(fields.get(size), Infinity);
      for (const [i, start] of this.valuesOf(fields.get(place), Infinity).entries()) {
        end = Math.max(end, start + (sizes[i] ?? 0));
      }
    }
    return end;
  }

  /** Whole numbers of a field; of another type, or outside of the file, none. */
  valuesOf(field: Field | undefined, most = MOST_VALUES): number[] {
    if (field === undefined || ![1, 3, 4, 16].includes(field.type)) return [];
    const { type, count, offset } = field;
    const bytes = TYPE_BYTES[type] ?? 0;
    const present = Math.min(count, most);
    if (offset + present * bytes > this.#view.byteLength) return [];
    return Array.from({ length: present }, (_, i) => this.#number(offset + i * bytes, bytes));
  }

  #number(offset: number, bytes: number): number {
    if (offset + bytes > this.#view.byteLength) {
      throw new Error('a directory lies outside of the file');
    }
    if (bytes === 1) return this.#view.getUint8(offset);
    if (bytes === 2) return this.#view.getUint16(offset, this.#isLittle);
    if (bytes === 4) return this.#view.getUint32(offset, this.#isLittle);
    return Number(this.#view.getBigUint64(offset, this.#isLittle));
  }
}
