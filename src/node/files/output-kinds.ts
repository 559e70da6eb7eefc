/**
 * Kinds of files that are written, told by their first bytes: none replaces a file of another kind.
 *
 * @module
 */
import { extname } from 'node:path';

/** Bytes that tell the kind of a file. */
export const KIND_BYTES = 4096;

/** A kind of file. */
export interface OutputKind {
  /** Such as `an HTML page`, for messages. */
  readonly name: string;
  /**
   * Whether a file is of this kind.
   *
   * @param head - Its first {@link KIND_BYTES} bytes, shape [n]; there is at least one.
   */
  readonly isOne: (head: Uint8Array, path: string) => boolean;
}

/** A report. */
export const HTML_PAGE: OutputKind = {
  name: 'an HTML page',
  isOne: (head) => /^\s*<(?:!doctype html|html)\b/i.test(textOf(head) ?? ''),
};

/** A curve. */
export const SVG_PICTURE: OutputKind = {
  name: 'an SVG picture',
  isOne: (head) => /^\s*<svg\b/.test(textOf(head) ?? ''),
};

/** A network: protobuf, whose first field is the version of ONNX's own format, a small number. */
export const MODEL_FILE: OutputKind = {
  name: 'an ONNX model',
  isOne: ([field, version = 0]) => field === 0x08 && version > 0 && version < 0x20,
};

/** Weights: the length of a header of JSON, then that. */
export const SAFETENSORS: OutputKind = {
  name: 'a safetensors file',
  isOne: (head) => head[7] === 0 && String.fromCharCode(head[8] ?? 0) === '{',
};

/** Numbers without a sign to know them by, under names that nobody else chooses. */
export const PLAIN_NUMBERS: OutputKind = { name: 'a file of numbers', isOne: () => true };

/**
 * A record.
 *
 * @param format - What stands as its `format`, where it has one.
 */
export function jsonFile(format: string = ''): OutputKind {
  return {
    name: format === '' ? 'a JSON object' : `JSON of the format ${format}`,
    isOne: (head) => {
      const text = textOf(head) ?? '';
      return /^\s*\{/.test(text) && text.includes(format);
    },
  };
}

/**
 * A text for people or spreadsheets, which has nothing to know it by but its suffix.
 *
 * @param suffix - Such as `.csv`; a file without any counts as well.
 */
export function textFile(name: string, suffix: string): OutputKind {
  const others = [HTML_PAGE, SVG_PICTURE, jsonFile()];
  return {
    name,
    isOne: (head, path) =>
      ['', suffix].includes(extname(path).toLowerCase()) &&
      textOf(head) !== undefined &&
      others.every((kind) => !kind.isOne(head, path)),
  };
}

/** A page of tables. */
export const MARKDOWN: OutputKind = textFile('a Markdown page', '.md');

/** UTF-8 without control characters; undefined if it is something else. The last letter may be cut. */
function textOf(head: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(head, { stream: true });
  return /[^\P{Cc}\t\n\r\f]|\ufffd/u.test(text) ? undefined : text;
}
