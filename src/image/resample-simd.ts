/**
 * Pillow's resampling by the WebAssembly kernel of resample.wat, which takes 128 bits at a time: in a
 * quarter of the scalar kernel's time or less (measured, of 224×224 and more).
 *
 * @module
 */
import { RESAMPLE_MODULE } from './resample-module.ts';
import type { RgbImage } from './rgb-image.ts';
import { type Taps, triangleTaps } from './triangle-taps.ts';

/** What a thread keeps at most: memory of WebAssembly never shrinks. Bytes. */
const MEMORY_LIMIT = 16 * 2 ** 20;
const PAGE = 2 ** 16;
/** Rows that the kernel resamples at once. */
const BAND = 4;
/** A weight's low bits, which the kernel multiplies apart from its high ones. */
const LOW_BITS = 11;
const LOW_MASK = (1 << LOW_BITS) - 1;
/** Bytes of an output's taps before its pairs. */
const HEAD = 8;

/** What resample.wat exports; numbers are addresses and lengths in bytes. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  resampleRows(
    source: number,
    sourcePitch: number,
    target: number,
    targetPitch: number,
    taps: number,
    tapsEnd: number,
  ): void;
  weighRows(
    window: number,
    windowBytes: number,
    row: number,
    pitch: number,
    taps: number,
    target: number,
  ): void;
}

/** As far as it is used here: the core is compiled without the library that declares it. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: Kernel };
    }
  | undefined;

let loaded: { readonly kernel: Kernel | undefined } | undefined;

function loadKernel(): Kernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(RESAMPLE_MODULE)).exports;
  } catch {
    // No SIMD, or a page whose Content-Security-Policy lacks 'wasm-unsafe-eval'.
    return undefined;
  }
}

/**
 * As {@link resizeBilinear}, the same bytes as `resampleScalar()`.
 *
 * @param image - shape [image.height, image.width, 3].
 * @returns A picture of shape [height, width, 3]. Undefined where the kernel cannot be had, and where a
 *   large picture is reduced to so few rows that those of a window are too much memory.
 */
export function resampleSimd(image: RgbImage, width: number, height: number): RgbImage | undefined {
  loaded ??= { kernel: loadKernel() };
  const { kernel } = loaded;
  if (!kernel) return undefined;
  const across = packTaps(triangleTaps(image.width, width), 3);
  const down = packTaps(triangleTaps(image.height, height), 1);
  const layout = layOut(image, width, across, down);
  if (layout.end > MEMORY_LIMIT) return undefined;
  const missing = layout.end - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));

  const bytes = new Uint8Array(kernel.memory.buffer);
  bytes.set(across.bytes, layout.across);
  bytes.set(down.bytes, layout.down);
  const { window, windowRows, pitch, source, target } = layout;
  const sourcePitch = image.width * 3;
  const row = bytes.subarray(target, target + width * 3);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, ready = 0, taps = layout.down; y < height; y++) {
    for (; ready < down.first[y] + down.count[y]; ready += BAND) {
      bytes.set(image.data.subarray(ready * sourcePitch, (ready + BAND) * sourcePitch), source);
      const band = window + (ready % windowRows) * pitch;
      kernel.resampleRows(source, sourcePitch, band, pitch, layout.across, layout.acrossEnd);
    }
    const first = window + (down.first[y] % windowRows) * pitch;
    kernel.weighRows(window, windowRows * pitch, first, pitch, taps, target);
    data.set(row, y * width * 3);
    taps += HEAD + bytesOfPairs(down.count[y]);
  }
  return { data, width, height };
}

/** Taps with the bytes that the kernel reads of them, see resample.wat. */
interface PackedTaps extends Taps {
  readonly bytes: Uint8Array;
}

/** @param step - How far one input lies from the next, in the unit of an output's first word. */
function packTaps(taps: Taps, step: number): PackedTaps {
  const { first, count, weights, stride } = taps;
  const words = new Int32Array((count.length * (HEAD + bytesOfPairs(stride))) / 4);
  let at = 0;
  for (let i = 0; i < count.length; i++) {
    words[at++] = first[i] * step;
    words[at++] = bytesOfPairs(count[i]);
    const end = i * stride + count[i];
    for (let t = i * stride; t < end; t += 2) {
      const [one, other] = [weights[t], t + 1 < end ? weights[t + 1] : 0];
      words[at++] = (one >> LOW_BITS) | ((other >> LOW_BITS) << 16);
      words[at++] = (one & LOW_MASK) | ((other & LOW_MASK) << 16);
    }
  }
  return { ...taps, bytes: new Uint8Array(words.buffer, 0, at * 4) };
}

/** Inputs are weighed in pairs, of which the last may be half empty. */
function bytesOfPairs(inputs: number): number {
  return ((inputs + 1) >> 1) * 8;
}

/** Where in the kernel's memory things lie, all from multiples of 16 on. */
interface Layout {
  readonly across: number;
  readonly acrossEnd: number;
  readonly down: number;
  /** Resampled rows that output rows still need: row y is at y modulo `windowRows`. */
  readonly window: number;
  readonly windowRows: number;
  /** Of rows of the window and the target. */
  readonly pitch: number;
  readonly target: number;
  /** A band of the picture. */
  readonly source: number;
  readonly end: number;
}

function layOut(from: RgbImage, width: number, across: PackedTaps, down: PackedTaps): Layout {
  // The kernel writes one byte behind a row's last pixel.
  const pitch = toMultiple(16, width * 3 + 1);
  // Bands begin at multiples of four, so up to three rows are ready too early.
  const windowRows = toMultiple(BAND, Math.min(down.stride + BAND - 1, from.height));
  let end = 0;
  const reserve = (bytes: number): number => {
    const start = end;
    end += toMultiple(16, bytes);
    return start;
  };
  const places = {
    across: reserve(across.bytes.length),
    down: reserve(down.bytes.length),
    // Not at the end: 5 bytes behind a last row may be read, as half a pair and as 8 bytes for a pair's 6.
    source: reserve(BAND * from.width * 3),
    window: reserve(windowRows * pitch),
    target: reserve(pitch),
  };
  return { ...places, acrossEnd: places.across + across.bytes.length, windowRows, pitch, end };
}

/** Rounded up. */
function toMultiple(of: number, amount: number): number {
  return Math.ceil(amount / of) * of;
}
