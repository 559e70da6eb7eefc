import { describe, expect, it } from 'vitest';
import { printable } from './printable.ts';

describe('printable()', () => {
  it.each([
    ['ordinary (1) ü 部品 🔩.png', 'ordinary (1) ü 部品 🔩.png'],
    ['two\nlines', 'two\\u000alines'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\u202egnp.exe', 'a\\u202egnp.exe'],
  ])('shows %j as one harmless line', (path, shown) => {
    expect(printable(path)).toBe(shown);
  });
});
