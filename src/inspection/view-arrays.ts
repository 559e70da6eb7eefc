/**
 * The arrays of a part file that belong to one of the part's models: `banks/0/features`, and so on, of the
 * first one; `companions/0/banks/0/features` of the next.
 *
 * @module
 */
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import { damagedPart, type NamedArray, type StoredArray } from './part-container.ts';
import type { BankHeader, CopiesHeader, ViewHeader } from './part-header.ts';
import type { Copies, LevelBank, PartView } from './part.ts';

/** What the names of a companion's arrays begin with. */
export function companionPrefix(number: number): string {
  return `companions/${number}/`;
}

/**
 * The arrays of a view.
 *
 * @param prefix - What their names begin with.
 */
export function viewArrays({ settings, banks, copies }: PartView, prefix = ''): NamedArray[] {
  const { storage } = settings;
  const arrays: NamedArray[] = [];
  const add = (name: string, type: NamedArray['type'], data: StoredArray): void => {
    arrays.push({ name: `${prefix}${name}`, type, data });
  };
  for (const [l, level] of banks.entries()) {
    const { data } = level.bank;
    add(`banks/${l}/features`, storage, storage === 'float16' ? encodeFloat16(data) : data);
    add(`banks/${l}/pictures`, 'uint16', level.pictures);
    add(`banks/${l}/augmentations`, 'uint16', level.augmentations);
    add(`banks/${l}/positions`, 'uint32', level.positions);
  }
  if (copies) {
    add('copies/features', 'float16', copies.features.data);
    add('copies/pictures', 'uint16', copies.pictures);
    add('copies/augmentations', 'uint16', copies.augmentations);
    add('copies/posed', 'uint8', copies.posed);
  }
  return arrays;
}

/** Takes arrays of a file by their names, checking type and length. */
export class ArrayReader {
  readonly #arrays: ReadonlyMap<string, StoredArray>;
  readonly #file: string;

  /** @param file - Its name, for messages. */
  constructor(arrays: ReadonlyMap<string, StoredArray>, file: string) {
    this.#arrays = arrays;
    this.#file = file;
  }

  /** Whether there is one. */
  has(name: string): boolean {
    return this.#arrays.has(name);
  }

  /** Those whose names begin so, by the rest of their names. */
  within(prefix: string): ArrayReader {
    const own = [...this.#arrays].filter(([name]) => name.startsWith(prefix));
    const named = own.map(([name, array]) => [name.slice(prefix.length), array] as const);
    return new ArrayReader(new Map(named), this.#file);
  }

  /**
   * An array.
   *
   * @throws {@link PartError} if it is missing, or of another type or length.
   */
  take<T extends StoredArray>(name: string, type: new (length: number) => T, length: number): T {
    const array = this.#arrays.get(name);
    if (!(array instanceof type)) {
      throw damagedPart(this.#file, `its array ${name} is missing or of another type`);
    }
    if (array.length === length) return array;
    const fault = `its array ${name} has ${array.length} values instead of ${length}`;
    throw damagedPart(this.#file, fault);
  }

  /** An array of floats, which may be stored in half precision, see {@link take}. */
  takeFloats(name: string, length: number): Float32Array {
    const isHalf = this.#arrays.get(name) instanceof Uint16Array;
    return isHalf
      ? decodeFloat16(this.take(name, Uint16Array, length))
      : this.take(name, Float32Array, length);
  }
}

/**
 * A view of a part, of its header and its arrays.
 *
 * @param prefix - What their names begin with.
 * @throws {@link PartError} if an array is missing, or of another type or length.
 */
export function readView(view: ViewHeader, reader: ArrayReader, prefix = ''): PartView {
  const { banks, copies } = view;
  return {
    ...view,
    banks: banks.map((bank, l) => readBank(bank, reader, `${prefix}banks/${l}`)),
    copies: copies && readCopies(copies, reader, `${prefix}copies`),
  };
}

function readBank(
  { rows, width, ...level }: BankHeader,
  reader: ArrayReader,
  name: string,
): LevelBank {
  return {
    ...level,
    bank: { data: reader.takeFloats(`${name}/features`, rows * width), rows, cols: width },
    pictures: reader.take(`${name}/pictures`, Uint16Array, rows),
    augmentations: reader.take(`${name}/augmentations`, Uint16Array, rows),
    positions: reader.take(`${name}/positions`, Uint32Array, rows),
  };
}

function readCopies(
  { copies: count, width, gridHeight, gridWidth }: CopiesHeader,
  reader: ArrayReader,
  name: string,
): Copies {
  const rows = count * gridHeight * gridWidth;
  return {
    features: {
      data: reader.take(`${name}/features`, Uint16Array, rows * width),
      rows,
      cols: width,
    },
    pictures: reader.take(`${name}/pictures`, Uint16Array, count),
    augmentations: reader.take(`${name}/augmentations`, Uint16Array, count),
    posed: reader.take(`${name}/posed`, Uint8Array, count),
    gridHeight,
    gridWidth,
  };
}
