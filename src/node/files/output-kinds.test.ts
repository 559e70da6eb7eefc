import { describe, expect, it } from 'vitest';
import {
  HTML_PAGE,
  jsonFile,
  MARKDOWN,
  MODEL_FILE,
  type OutputKind,
  SAFETENSORS,
  SVG_PICTURE,
  textFile,
} from './output-kinds.ts';

const KINDS: Readonly<Record<string, OutputKind>> = {
  html: HTML_PAGE,
  svg: SVG_PICTURE,
  model: MODEL_FILE,
  safetensors: SAFETENSORS,
  json: jsonFile(),
  bench: jsonFile('fewgood-bench/1'),
  md: MARKDOWN,
  csv: textFile('a table', '.csv'),
};

function kindsOf(content: string | Uint8Array, path: string): string[] {
  const head = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Object.keys(KINDS).filter((name) => KINDS[name]?.isOne(head, path));
}

describe('kinds of outputs', () => {
  it.each<[string, string | Uint8Array, string[]]>([
    ['r.html', '\n<!DOCTYPE html><title>', ['html']],
    ['loss.svg', '<svg xmlns="…">', ['svg']],
    ['m.onnx', Uint8Array.of(8, 10, 18, 7), ['model']],
    ['w.safetensors', Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 123), ['safetensors']],
    ['run.json', '{"a": 1}', ['json']],
    ['b.json', '{\n  "format": "fewgood-bench/1",', ['json', 'bench']],
    ['tables.md', '# Tables\n', ['md']],
    ['tables.csv', 'a,b\n', ['csv']],
    ['tables', 'Ü,b\n', ['md', 'csv']],
    ['notes.txt', 'a,b\n', []],
    ['a.part', 'FEWGOOD\n\x01\0\0\0', []],
    ['a.md', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), []],
    ['a.csv', 'P5 4 4 255\n\0\x01', []],
  ])('%s', (path, content, kinds) => {
    expect(kindsOf(content, path)).toEqual(kinds);
  });

  it('knows a text that is cut within a letter', () => {
    expect(kindsOf(new TextEncoder().encode('a,ü').subarray(0, 3), 'a.csv')).toEqual(['csv']);
  });
});
