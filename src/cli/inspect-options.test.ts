import { describe, expect, it } from 'vitest';
import { parseWords } from './command.ts';
import {
  checkInspectOptions,
  csvFormatOf,
  type InspectOptions,
  inspectOptions,
  isCsvLog,
} from './inspect-options.ts';

function optionsOf(line: string): InspectOptions {
  return parseWords(inspectOptions, line.split(' ')).options;
}

describe('checkInspectOptions()', () => {
  it.each([
    ['--csv-bom', /without CSV/],
    ['--csv-decimal comma --json', /without CSV/],
    ['--csv-delimiter tab --log a.jsonl', /without CSV/],
    ['--connect line3.json', /without --state/],
    ['--csv --json', /--json and --csv at once/],
  ])('refuses %s', (line, message) => {
    expect(() => checkInspectOptions(optionsOf(line), ['a.part', 'b.png'])).toThrow(message);
  });

  it('takes a format of CSV for either', () => {
    for (const line of ['--csv --csv-bom', '--log a.CSV --csv-decimal comma']) {
      const words = checkInspectOptions(optionsOf(line), ['a.part', 'b.png', 'c.png']);
      expect(words).toEqual(['a.part', 'b.png', 'c.png']);
    }
  });
});

describe('checkInspectOptions(), where pictures come from', () => {
  it('takes pictures, a folder or a camera, and one of them alone', () => {
    const part = ['a.part'];
    for (const line of ['--watch in', '--camera /dev/video0']) {
      expect(checkInspectOptions(optionsOf(line), part)).toEqual(part);
      expect(() => checkInspectOptions(optionsOf(line), [...part, 'b.png'])).toThrow(/one of them/);
    }
    const both = optionsOf('--watch in --camera /dev/video0');
    expect(() => checkInspectOptions(both, part)).toThrow(/one of them/);
    expect(() => checkInspectOptions(optionsOf('--json'), part)).toThrow(/one of them/);
  });
});

describe('csvFormatOf()', () => {
  it.each([
    ['--csv', ',', '.'],
    ['--csv --csv-decimal comma', ';', ','],
    ['--csv --csv-decimal comma --csv-delimiter comma', ',', ','],
    ['--csv --csv-delimiter ;', ';', '.'],
    ['--csv --csv-delimiter tab', '\t', '.'],
  ])('of %s', (line, delimiter, decimal) => {
    expect(csvFormatOf(optionsOf(line))).toEqual({ delimiter, decimal });
  });
});

describe('isCsvLog()', () => {
  it('goes by the suffix', () => {
    expect(['a.csv', 'a.CSV', 'a.jsonl', 'csv'].map((log) => isCsvLog({ log }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isCsvLog({ log: undefined })).toBe(false);
  });
});
