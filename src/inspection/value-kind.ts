/**
 * Kinds of values that settings and options of methods have: the range they lie in, and how they are
 * written as text.
 *
 * @module
 */
import * as z from 'zod';

/** A piece of a text that is no value. */
export interface TextFault {
  /** The piece. */
  readonly found: string;
  /** Completes "expected …". */
  readonly expected: string;
}

/** What a text says: a value, whose range is still to be checked, or why it says none. */
export type Reading<T> = { readonly value: T } | TextFault;

/** One kind of values. */
export interface ValueKind<T> {
  /** The range; its messages complete "expected …". */
  readonly schema: z.ZodType<T>;
  /** Completes "expected …". */
  readonly expected: string;
  /** Words that are values. */
  readonly words: readonly string[];
  /** What other values are, in one word such as `pixels`; undefined if there are words alone. */
  readonly unit: string | undefined;
  /** Whether there may be several, one beside the other. */
  readonly isList: boolean;
  /**
   * Reads a text.
   *
   * @param separator - What stands between the items of a list.
   */
  read(text: string, separator: string): Reading<T>;
  /** The text that `read` takes with a comma as separator. */
  write(value: T): string;
}

/** Whole numbers. */
export function integer(
  min: number,
  max: number = Infinity,
  unit: string = 'n',
): ValueKind<number> {
  const end = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
  const expected = `an integer ${end}`;
  return numeric(z.int(expected).min(min, expected).max(max, expected), expected, unit);
}

/** Numbers. */
export function number(min: number, max: number, unit: string): ValueKind<number> {
  const expected = `a number from ${min} to ${max}`;
  return numeric(z.number(expected).min(min, expected).max(max, expected), expected, unit);
}

/** Numbers above 0, at most `max`. */
export function positive(max: number, unit: string): ValueKind<number> {
  const expected = max === Infinity ? 'a number above 0' : `a number above 0 and at most ${max}`;
  return numeric(z.number(expected).positive(expected).max(max, expected), expected, unit);
}

/** Some numbers alone. */
export function oneOfNumbers(choices: readonly number[], unit: string): ValueKind<number> {
  const expected = `one of ${choices.join(', ')}`;
  return numeric(z.literal(choices, expected), expected, unit);
}

/** As many columns as rows, written such as `2x2`; their number a side. */
export function squareGrid(max: number): ValueKind<number> {
  const expected = `as many columns as rows, up to ${max}x${max}`;
  return {
    schema: z.int(expected).min(1, expected).max(max, expected),
    expected,
    words: [],
    unit: 'NxN',
    isList: false,
    read: (text) => {
      const [, columns, rows] = /^\s*(\d{1,3})\s*[x×]\s*(\d{1,3})\s*$/i.exec(text) ?? [];
      const isSquare = columns !== undefined && columns === rows;
      return isSquare ? { value: Number(columns) } : { found: text, expected };
    },
    write: (value) => `${value}x${value}`,
  };
}

/** Some words alone. */
export function oneOf<const T extends string>(choices: readonly T[]): ValueKind<T> {
  const expected = `one of ${choices.join(', ')}`;
  return {
    schema: z.enum(choices, expected),
    expected,
    words: choices,
    unit: undefined,
    isList: false,
    read: (text) => {
      const value = choices.find((choice) => choice === text);
      return value === undefined ? { found: text, expected } : { value };
    },
    write: (value) => value,
  };
}

/** Any text. */
export function anyText(unit: string): ValueKind<string> {
  return {
    schema: z.string(),
    expected: `a ${unit}`,
    words: [],
    unit,
    isList: false,
    read: (value) => ({ value }),
    write: (value) => value,
  };
}

/** What a list may be. */
export interface ListRange<T> {
  /** What an item is, in one word. */
  readonly unit: string;
  /** Completes "expected …". */
  readonly expected: string;
  /** The range; any number of items by default. */
  readonly schema?: z.ZodType<T[]>;
}

/** Several values of one kind; where there may be none, the text for that is `none`. */
export function listOf<T>(
  item: ValueKind<T>,
  { unit, expected, schema = z.array(item.schema) }: ListRange<T>,
): ValueKind<readonly T[]> {
  const mayBeEmpty = schema.safeParse([]).success;
  // A blank between commas is a number that is missing, but no word.
  const takesBlanks = item.words.length > 0 || 'value' in item.read('', ',');
  const some = `some of ${item.words.join(', ')}${mayBeEmpty ? ', or none' : ''}`;
  return {
    schema,
    expected,
    words: [],
    unit,
    isList: true,
    read: (text, separator) => {
      if (mayBeEmpty && text === 'none') return { value: [] };
      const value: T[] = [];
      for (const piece of text.split(separator).map((one) => one.trim())) {
        if (piece === '' && takesBlanks) continue;
        const reading = item.read(piece, separator);
        if ('value' in reading) value.push(reading.value);
        else return item.words.length > 0 ? { ...reading, expected: some } : reading;
      }
      return { value };
    },
    write: (values) =>
      values.length === 0 ? 'none' : values.map((value) => item.write(value)).join(','),
  };
}

/** Values of one kind or the other; a text is the first that it can be. */
export function either<A, B>(
  first: ValueKind<A>,
  second: ValueKind<B>,
  expected: string,
): ValueKind<A | B> {
  return {
    schema: z.union([first.schema, second.schema], expected),
    expected,
    words: [...first.words, ...second.words],
    unit: second.unit ?? first.unit,
    isList: first.isList || second.isList,
    read: (text, separator) => {
      for (const kind of [first, second]) {
        const reading = kind.read(text, separator);
        if ('value' in reading) return reading;
      }
      return { found: text, expected };
    },
    write: (value) => {
      const own = first.schema.safeParse(value);
      return own.success ? first.write(own.data) : second.write(second.schema.parse(value));
    },
  };
}

function numeric(schema: z.ZodType<number>, expected: string, unit: string): ValueKind<number> {
  return {
    schema,
    expected,
    words: [],
    unit,
    isList: false,
    read: (text) => {
      const value = text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? { value } : { found: text, expected: 'a number' };
    },
    write: String,
  };
}
