import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const LIST = 'tray/1.png\r\nPrüfteil/2.png\r\n';

function utf16(text: string, isBig = false): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
}

describe('decodeText()', () => {
  it.each([
    ['UTF-8', Buffer.from(LIST)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${LIST}`)],
    ['UTF-16 LE', utf16(LIST)],
    ['UTF-16 LE with a mark', utf16(`\ufeff${LIST}`)],
    ['UTF-16 BE', utf16(LIST, true)],
    ['UTF-16 BE with a mark', utf16(`\ufeff${LIST}`, true)],
  ])('reads %s', (_, bytes) => expect(decodeText(bytes)).toBe(LIST));

  it('reads letters of any script in UTF-16 with a mark', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one[0] !== '\0');
    fc.assert(
      fc.property(text, fc.boolean(), (one, isBig) => {
        expect(decodeText(utf16(`\ufeff${one}`, isBig))).toBe(one);
      }),
    );
  });

  it('leaves a list that NUL separates what it is', () => {
    const list = './1.png\0./2.png\0./Prüfteil 3.png\0';
    expect(decodeText(Buffer.from(list))).toBe(list);
  });

  it.each([
    ['Latin-1', Buffer.from('Prüfteil/2.png', 'latin1')],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 97, 0, 0, 0])],
    ['half of UTF-16', utf16(`\ufeff${LIST}`).subarray(0, -1)],
  ])('refuses %s', (_, bytes) => expect(decodeText(bytes)).toBeUndefined());
});
