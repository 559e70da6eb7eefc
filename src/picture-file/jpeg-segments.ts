/**
 * Segments of JPEG files: what kind of JPEG one is, whether it is written as the standard asks, and
 * where further pictures stand (Multi-Picture Object).
 *
 * Sources: ITU-T T.81 annex B; CIPA DC-007, Multi-Picture Format.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import { JpegScans, LAST_COEFFICIENT } from './jpeg-scans.ts';

/** What the segments of a JPEG say. */
export interface JpegFacts {
  /** Marker of the frame (SOF), 0xc0 to 0xcf; undefined if there is none. */
  readonly frame: number | undefined;
  /** Bits a sample. */
  readonly precision: number;
  /** Pixels and components of the frame; 0 without one. */
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bytes between segments that belong to none. */
  readonly strays: readonly Span[];
  /** Where scan headers of a sequential JPEG stand that do not name all coefficients. */
  readonly badScans: readonly number[];
  /** Pictures in the file that are no smaller copies of another, in its order; the first is the file itself. */
  readonly pictures: readonly Span[];
  /** All that an index names, smaller copies too. */
  readonly indexed: readonly Span[];
  /** Where it ends by its own mark; the end of the file if there is none. */
  readonly end: number;
}

/** Bytes of a file from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Smaller ones are reserved (table B.1), but for one of arithmetic coding, which is not read. */
const FIRST_MARKER = 0xc0;
/** First and last of the markers that are reserved for extensions. */
const [JPG0, JPG13] = [0xf0, 0xfd];
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP2 = 0xe2;
/** DHT, JPG and DAC stand among the frame markers but are none. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];

/**
 * Reads the segments up to the end of the picture, or of the file.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link Error} if a marker is none, the picture begins anew within itself, or in a second scan, or
 * scans of it are missing.
 */
export function readJpegFacts(bytes: Uint8Array): JpegFacts {
  let index: Pick<JpegFacts, 'pictures' | 'indexed'> = {
    pictures: [{ start: 0, end: bytes.length }],
    indexed: [],
  };
  let end = 2;
  const strays: Span[] = [];
  const badScans: number[] = [];
  let scans: JpegScans | undefined;
  let size = { width: 0, height: 0, components: 0 };
  for (const { marker, start, body, stray, after } of segments(bytes)) {
    end = after;
    if (stray !== undefined) strays.push(stray);
    if (isFrame(marker)) [scans, size] = [beginScans(marker, body, scans), sizeOf(body)];
    if (marker === SOS && scans?.add(body) === false) badScans.push(start);
    if (marker === APP2) index = readIndex(bytes, body, start + 8) ?? index;
  }
  scans?.assertWhole();
  const { frame, precision = 8 } = scans ?? {};
  const picture = { frame, precision, ...size };
  return { ...picture, strays, badScans, ...index, end: endOfPicture(bytes, end) };
}

function beginScans(marker: number, body: Uint8Array, before: JpegScans | undefined): JpegScans {
  if (before !== undefined) throw new Error('it has two frames');
  return new JpegScans(marker, body);
}

/** Where a picture ends of which the last segment ends at `at`. */
function endOfPicture(bytes: Uint8Array, at: number): number {
  const mark = nextMarker(bytes, at);
  return mark >= 0 && bytes[mark + 1] === EOI ? mark + 2 : bytes.length;
}

/** Size and components by a frame header, shape [size]. */
function sizeOf(header: Uint8Array): Pick<JpegFacts, 'width' | 'height' | 'components'> {
  const [, a = 0, b = 0, c = 0, d = 0, components = 0] = header;
  return { height: (a << 8) | b, width: (c << 8) | d, components };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
}

/**
 * A JPEG, shape [size], as its writer meant it: without the bytes between segments, its scan headers with all
 * coefficients. What is within the data of scans is left as it is.
 */
export function repairJpeg(bytes: Uint8Array, { strays, badScans }: JpegFacts): Uint8Array {
  const repaired = Uint8Array.from(bytes);
  for (const start of badScans) {
    // Behind marker, length, number of components and two bytes for each: first, last, approximation.
    const at = start + 5 + (bytes[start + 4] ?? 0) * 2;
    repaired.set([0, LAST_COEFFICIENT, 0], at);
  }
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of strays) {
    kept.push(repaired.subarray(from, start));
    from = end;
  }
  kept.push(repaired.subarray(from));
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of kept) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A segment with what stands in front of it. */
interface Segment {
  readonly marker: number;
  /** Where its marker stands. */
  readonly start: number;
  /** What it holds, behind its length. */
  readonly body: Uint8Array;
  /** Bytes in front of it that belong to none. */
  readonly stray?: Span;
  /** Where it ends, with the data of a scan behind it. */
  readonly after: number;
}

function* segments(bytes: Uint8Array): Generator<Segment, void> {
  let at = 2;
  while (at < bytes.length) {
    const expected = at;
    at = nextMarker(bytes, at);
    if (at < 0) return;
    const marker = bytes[at + 1] ?? EOI;
    if (marker === EOI) return;
    // libjpeg ends there without a word if it has all rows by then, whatever they are.
    if (marker < FIRST_MARKER || (marker >= JPG0 && marker <= JPG13))
      throw new Error(`marker ${marker.toString(16)}, which there is none of`);
    // A fill byte (FF in front of a marker) is allowed, and belongs to the marker.
    const stray = bytes[expected] === 0xff ? {} : { stray: { start: expected, end: at } };
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const body = bytes.subarray(at + 4, at + 2 + length);
    const start = at;
    at += 2 + Math.max(length, 2);
    if (marker === SOS) at = endOfScan(bytes, at);
    yield { marker, start, body, ...stray, after: at };
  }
}

/** Where the next marker stands, from `at` on; -1 if there is none. */
function nextMarker(bytes: Uint8Array, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1];
    if (next !== 0 && next !== 0xff) return i;
  }
  return -1;
}

/** Where the data of a scan end: at a marker that is no restart. */
function endOfScan(bytes: Uint8Array, at: number): number {
  let end = nextMarker(bytes, at);
  while (end >= 0 && isRestart(bytes[end + 1])) end = nextMarker(bytes, end + 2);
  return end < 0 ? bytes.length : end;
}

function isRestart(marker = 0): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

const MP_ENTRIES = 0xb002;
const ENTRY_BYTES = 16;
/** Types of the index that are smaller copies of the first picture. */
const THUMBNAILS: readonly number[] = [0x010001, 0x010002];

/**
 * The pictures that an MPF index names.
 *
 * @param body - Of the segment.
 * @param origin - Where its offsets count from.
 * @returns None if it is another segment, or the index is damaged.
 */
function readIndex(
  bytes: Uint8Array,
  body: Uint8Array,
  origin: number,
): Pick<JpegFacts, 'pictures' | 'indexed'> | undefined {
  if (strFromU8(body.subarray(0, 4), true) !== 'MPF\0') return undefined;
  const view = new DataView(body.buffer, body.byteOffset + 4, Math.max(body.byteLength - 4, 0));
  try {
    const isLittle = view.getUint8(0) === 0x49;
    const u32 = (at: number): number => view.getUint32(at, isLittle);
    const directory = u32(4);
    for (let i = 0; i < view.getUint16(directory, isLittle); i++) {
      const at = directory + 2 + i * 12;
      if (view.getUint16(at, isLittle) !== MP_ENTRIES) continue;
      const count = Math.min(u32(at + 4), body.length) / ENTRY_BYTES;
      const further: Span[] = [];
      const indexed: Span[] = [];
      for (let entry = u32(at + 8), n = 0; n < count; n++, entry += ENTRY_BYTES) {
        const start = origin + u32(entry + 8);
        const picture = { start, end: start + u32(entry + 4) };
        const isThumbnail = THUMBNAILS.includes(u32(entry) & 0xffffff);
        // The first picture is the file itself, at 0.
        if (u32(entry + 8) === 0) continue;
        indexed.push(picture);
        if (!isThumbnail && isPicture(bytes, picture)) further.push(picture);
      }
      return { pictures: [{ start: 0, end: bytes.length }, ...further], indexed };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** Programs that save a picture anew often keep the index of what is no longer there. */
function isPicture(bytes: Uint8Array, { start, end }: Span): boolean {
  const isJpeg = bytes[start] === 0xff && bytes[start + 1] === SOI && bytes[start + 2] === 0xff;
  return isJpeg && !isGainMap(bytes.subarray(start, end));
}

/** Whether a JPEG, shape [size], only says where the first picture is brighter (Ultra HDR, ISO 21496-1). */
export function isGainMap(jpeg: Uint8Array): boolean {
  for (const { marker, body } of segments(jpeg)) {
    if (marker === SOS) return false;
    const text = strFromU8(body.subarray(0, 4096), true);
    if (/hdrgm:GainMapM|hdrgainmap|iso:ts:21496/i.test(text)) return true;
  }
  return false;
}
