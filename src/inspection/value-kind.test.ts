import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  anyText,
  either,
  integer,
  listOf,
  number,
  oneOf,
  oneOfNumbers,
  positive,
  squareGrid,
  type ValueKind,
} from './value-kind.ts';

const colours = oneOf(['red', 'blue']);
const coats = either(oneOf(['none', 'many']), integer(1, 9), 'none, many or 1 to 9');
const palette = listOf(colours, { unit: 'colour', expected: 'colours' });
const shades = listOf(number(0, 1, 'share'), {
  unit: 'share',
  expected: 'shares',
  schema: z.array(number(0, 1, 'share').schema).min(1),
});

const cases: readonly (readonly [string, ValueKind<unknown>, fc.Arbitrary<unknown>])[] = [
  ['integer()', integer(-5, 5), fc.integer({ min: -5, max: 5 })],
  ['integer() without an end', integer(1), fc.integer({ min: 1 })],
  ['number()', number(-1, 1, 'share'), fc.double({ min: -1, max: 1, noNaN: true })],
  ['positive()', positive(1, 'share'), fc.double({ min: 1e-300, max: 1, noNaN: true })],
  ['oneOfNumbers()', oneOfNumbers([1, 3], 'rows'), fc.constantFrom(1, 3)],
  ['squareGrid()', squareGrid(8), fc.integer({ min: 1, max: 8 })],
  ['oneOf()', colours, fc.constantFrom('red', 'blue')],
  ['listOf()', palette, fc.array(fc.constantFrom('red', 'blue'))],
  ['either()', coats, fc.oneof(fc.constantFrom('none', 'many'), fc.integer({ min: 1, max: 9 }))],
];

describe('a kind of values', () => {
  it.each(cases)('%s reads what it writes, and has it in its range', (_, kind, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(kind.read(kind.write(value), ',')).toEqual({
          value: Object.is(value, -0) ? 0 : value,
        });
        expect(kind.schema.safeParse(value).success).toBe(true);
      }),
    );
  });

  it.each<[ValueKind<unknown>, unknown]>([
    [integer(1, 9), 1.5],
    [integer(1, 9), 10],
    [integer(1), 0],
    [number(0, 1, 'share'), 1.01],
    [positive(1, 'share'), 0],
    [positive(1, 'share'), 2],
    [oneOfNumbers([1, 3], 'rows'), 2],
    [colours, 'green'],
    [coats, 'few'],
    [coats, 10],
    [shades, []],
  ])('refuses what lies outside its range', (kind, value) => {
    expect(kind.schema.safeParse(value).success).toBe(false);
  });

  it.each<[ValueKind<unknown>, string, string, string]>([
    [integer(1, 9), 'x', 'x', 'a number'],
    [integer(1, 9), ' ', ' ', 'a number'],
    [colours, 'green', 'green', 'one of red, blue'],
    [palette, 'red,green', 'green', 'some of red, blue, or none'],
    [shades, '0.5,x', 'x', 'a number'],
    [shades, '', '', 'a number'],
    [coats, 'few', 'few', coats.expected],
  ])('says what is wrong with a text', (kind, text, found, expected) => {
    expect(kind.read(text, ',')).toEqual({ found, expected });
  });

  it('parts lists where it is told, and leaves out blanks', () => {
    expect(palette.read('red+blue', '+')).toEqual({ value: ['red', 'blue'] });
    expect(palette.read(' red ,, blue,', ',')).toEqual({ value: ['red', 'blue'] });
    expect(palette.read('none', ',')).toEqual({ value: [] });
    expect(palette.read('', ',')).toEqual({ value: [] });
    const names = listOf(anyText('name'), { unit: 'name', expected: 'names' });
    expect(names.read('', ',')).toEqual({ value: [] });
  });

  it('tells what a value looks like', () => {
    expect([coats.words, coats.unit, coats.isList]).toEqual([['none', 'many'], 'n', false]);
    expect([palette.words, palette.unit, palette.isList]).toEqual([[], 'colour', true]);
  });
});

describe('a list of numbers', () => {
  it('does not leave out a number that is missing', () => {
    const angles = listOf(number(0, 90, 'degrees'), { unit: 'degrees', expected: 'angles' });
    expect(angles.read('10,20', ',')).toEqual({ value: [10, 20] });
    expect(angles.read('10,,20', ',')).toMatchObject({ found: '' });
    expect(angles.read('10,', ',')).toMatchObject({ found: '' });
  });
});
