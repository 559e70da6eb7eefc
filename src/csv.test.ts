import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('csvLine()', () => {
  it('quotes the cells that need it, and only those', () => {
    expect(csvLine(['a', '', 'b c', 'd,e', 'f"g', 'h\r\ni'])).toBe('a,,b c,"d,e","f""g","h\r\ni"');
  });
});
