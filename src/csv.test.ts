import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('csvLine()', () => {
  it('quotes the cells that need it, and only those', () => {
    expect(csvLine(['a', '', 'b c', 'd,e', 'f"g', 'h\r\ni'])).toBe('a,,b c,"d,e","f""g","h\r\ni"');
  });

  it('writes numbers, yes and no, and nothing', () => {
    expect(csvLine([-1.5, 1e-7, true, false, null])).toBe('-1.5,1e-7,true,false,');
  });

  it('writes for spreadsheets of other countries', () => {
    const cells = ['a', 1.5, 'b;c', 'd,e', 'f\tg'];
    expect(csvLine(cells, { delimiter: ';', decimal: ',' })).toBe('a;"1,5";"b;c";"d,e";"f\tg"');
    expect(csvLine([1.5, 2], { decimal: ',' })).toBe('"1,5",2');
    expect(csvLine(['a', 1.5], { delimiter: '\t' })).toBe('a\t1.5');
  });

  it.each(['=1+1', '+1+1', '-x', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', "'=1", "''@x"])(
    'writes %j so that no spreadsheet runs it, and it can be had back',
    (text) => {
      const [cell] = parse(csvLine([text]));
      expect(cell).toBe(`'${text}`);
    },
  );

  it.each(["'a'", "it's", 'a=b', '-1.5', '+3', '–', ' =1'])('leaves %j as it is', (text) => {
    expect(csvLine([text])).toBe(text);
  });
});

/** The cells of one line. */
function parse(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
