import { describe, expect, it } from 'vitest';
import { PickleCall, PickleHandle, PickleName, type PickleValue, unpickle } from './pickle.ts';

// cspell:disable
/** Pickles of Python 3.11, `pickle.dumps(value, protocol)`, in base64. */
const CASES: readonly [name: string, base64: string, value: PickleValue][] = [
  [
    'None, booleans and numbers, protocol 2',
    'gAJdcQAoToiJSwBL/03//0r/////igYAAAAAAAGKBgAAAAAA/0c/4AAAAAAAAGUu',
    [null, true, false, 0, 255, 65535, -1, 2 ** 40, -(2 ** 40), 0.5],
  ],
  [
    'None, booleans and numbers, protocol 4',
    'gASVLQAAAAAAAABdlChOiIlLAEv/Tf//Sv////+KBgAAAAAAAYoGAAAAAAD/Rz/gAAAAAAAAZS4=',
    [null, true, false, 0, 255, 65535, -1, 2 ** 40, -(2 ** 40), 0.5],
  ],
  [
    'texts, protocol 2',
    'gAJdcQAoWAAAAABxAVgGAAAAd2VpZ2h0cQJYBwAAAEdyw7bDn2VxA1gsAQAAeHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4cQRlLg==',
    ['', 'weight', 'Größe', 'x'.repeat(300)],
  ],
  [
    'texts, protocol 4',
    'gASVTQEAAAAAAABdlCiMAJSMBndlaWdodJSMB0dyw7bDn2WUWCwBAAB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHiUZS4=',
    ['', 'weight', 'Größe', 'x'.repeat(300)],
  ],
  [
    'tuples and lists, protocol 2',
    'gAJdcQAoKUsBhXEBSwFLAoZxAksBSwJLA4dxAyhLAUsCSwNLBHRxBF1xBWUu',
    [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], []],
  ],
  [
    'tuples and lists, protocol 4',
    'gASVJQAAAAAAAABdlCgpSwGFlEsBSwKGlEsBSwJLA4eUKEsBSwJLA0sEdJRdlGUu',
    [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], []],
  ],
  [
    'dictionaries, protocol 2',
    'gAJ9cQAoWAEAAABhcQFLAVgBAAAAYnECY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEDKVJxBFgBAAAAY3EFSwJzdS4=',
    new Map<PickleValue, PickleValue>([
      ['a', 1],
      ['b', new Map([['c', 2]])],
    ]),
  ],
  [
    'dictionaries, protocol 4',
    'gASVNwAAAAAAAAB9lCiMAWGUSwGMAWKUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUjAFjlEsCc3Uu',
    new Map<PickleValue, PickleValue>([
      ['a', 1],
      ['b', new Map([['c', 2]])],
    ]),
  ],
  [
    'what stands in two places, protocol 2',
    'gAJdcQAoXXEBWAYAAABzaGFyZWRxAmFoAWUu',
    [['shared'], ['shared']],
  ],
  [
    'what stands in two places, protocol 4',
    'gASVEwAAAAAAAABdlChdlIwGc2hhcmVklGFoAWUu',
    [['shared'], ['shared']],
  ],
];
// cspell:enable

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

/** A pickle by hand: codes as numbers, texts as their letters. */
function pickle(...parts: readonly (number | string)[]): Uint8Array {
  const bytes = parts.flatMap((part) => (typeof part === 'number' ? part : [...Buffer.from(part)]));
  return Uint8Array.from(bytes);
}

describe('unpickle()', () => {
  it.each(CASES)('reads %s', (_, base64, value) => {
    const bytes = bytesOf(base64);
    expect(unpickle(bytes)).toEqual({ value, length: bytes.length, handles: [] });
  });

  it('stops at the end of the first of two', () => {
    const bytes = bytesOf(CASES[0][1]);
    expect(unpickle(Uint8Array.of(...bytes, ...bytes)).length).toBe(bytes.length);
  });

  it('calls nothing, whatever is named', () => {
    const { value } = unpickle(pickle(0x80, 2, 'cos\nsystem\n', 'X', 2, 0, 0, 0, 'ls', 0x85, 'R.'));
    expect(value).toEqual(new PickleCall(new PickleName('os system'), ['ls']));
  });

  it('hands out what lies outside', () => {
    const { value, handles } = unpickle(pickle(0x80, 2, 'K', 7, 'Q.'));
    expect(value).toEqual(new PickleHandle(7));
    expect(handles).toEqual([value]);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', pickle(), 'ends too early'],
    ['no end', pickle(0x80, 2, 'K', 7), 'ends too early'],
    ['a text longer than the file', pickle('X', 255, 255, 255, 127, 'a.'), 'ends too early'],
    ['a name without its line', pickle('cos'), 'ends too early'],
    ['an empty stack', pickle('.'), 'what it did not put'],
    ['a tuple without its mark', pickle('K', 1, 't.'), 'what it did not put'],
    ['items of no dictionary', pickle('N', 'K', 1, 'K', 2, 's.'), 'no dictionary'],
    ['elements of no list', pickle('N', 'K', 1, 'a.'), 'no list'],
    ['a memo that is empty', pickle('h', 3, '.'), 'did not remember'],
    ['a memo far ahead', pickle('K', 1, 'r', 255, 255, 255, 255, '.'), 'remembers more'],
    ['a call without a tuple', pickle('cos\nsystem\n', 'K', 1, 'R.'), 'no tuple'],
    ['an instruction that is none for data', pickle('(cos\nsystem\no.'), 'no instruction'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(() => unpickle(bytes)).toThrow(RangeError);
    expect(() => unpickle(bytes)).toThrow(fault);
  });
});
