/**
 * Pixels of what the browser has decoded, by way of a canvas, which may change them: colours that are
 * multiplied by their alpha and divided again, and noise against being recognized.
 *
 * @module
 */
import { BrowserError } from '../errors.ts';
import { type RgbImage, rgbImage, type Size } from '../image/rgb-image.ts';

/** What a canvas draws: a decoded picture, a frame of a camera. */
export type Drawable = ImageBitmap | VideoFrame | HTMLVideoElement | OffscreenCanvas;

/** Pixels of a canvas; phones refuse larger ones (16.7 million on iOS). */
const MOST_PIXELS = 4e6;
/** Side of the picture that a canvas is tried with. */
const TRIAL = 16;

/** Pixels with alpha, as a canvas gives them, shape [height, width, 4]. */
export interface RgbaPixels extends Size {
  readonly data: Uint8ClampedArray;
}

/**
 * Reads the pixels of a drawable, strip by strip.
 *
 * @returns Shape [height, width, 4].
 * @throws {@link BrowserError} if the browser changes what a canvas holds, or has no canvas here.
 */
export function canvasPixels(source: Drawable): RgbaPixels {
  assertCanvasKeepsPixels();
  const { width, height } = sizeOf(source);
  const rows = Math.max(1, Math.min(height, Math.floor(MOST_PIXELS / Math.max(width, 1))));
  const context = contextOf({ width, height: rows });
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += rows) {
    context.clearRect(0, 0, width, rows);
    context.drawImage(source, 0, -y);
    const count = Math.min(rows, height - y);
    data.set(context.getImageData(0, 0, width, count).data, y * width * 4);
  }
  return { data, width, height };
}

/**
 * A frame of a camera or a video as a picture; alpha, which cameras have none of, is left out.
 *
 * @returns Shape [height, width, 3].
 * @throws {@link BrowserError} if the browser changes what a canvas holds.
 */
export function frameImage(source: Drawable): RgbImage {
  return opaqueImage(canvasPixels(source));
}

/** The colours alone, shape [height, width, 3]. */
export function opaqueImage({ data, width, height }: RgbaPixels): RgbImage {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    rgb[to++] = data[from] ?? 0;
    rgb[to++] = data[from + 1] ?? 0;
    rgb[to++] = data[from + 2] ?? 0;
  }
  return rgbImage(rgb, width, height);
}

/** Whether a pixel of shape [height, width, 4] lets anything through. */
export function hasTransparency({ data }: RgbaPixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return true;
  return false;
}

function sizeOf(source: Drawable): Size {
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  if ('videoWidth' in source) return { width: source.videoWidth, height: source.videoHeight };
  return source;
}

/** @throws {@link BrowserError} if there is none outside of a page. */
function contextOf(size: Size): OffscreenCanvasRenderingContext2D {
  const options = { willReadFrequently: true, colorSpace: 'srgb' } as const;
  const canvas =
    typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(size.width, size.height);
  const context = canvas?.getContext('2d', options) ?? null;
  if (context !== null) return context;
  throw new BrowserError(
    'read the pixels of a picture',
    'this browser has no canvas outside of a page: expected an OffscreenCanvas',
    'Update the browser; Chromium, Firefox and Safari have it.',
  );
}

let isChecked = false;

/** Draws every value of a byte and reads it back, once. */
function assertCanvasKeepsPixels(): void {
  if (isChecked) return;
  const context = contextOf({ width: TRIAL, height: TRIAL });
  const drawn = new ImageData(TRIAL, TRIAL);
  for (let i = 0; i < drawn.data.length; i++) drawn.data[i] = i % 4 === 3 ? 255 : (i * 7) % 256;
  context.putImageData(drawn, 0, 0);
  const { data } = context.getImageData(0, 0, TRIAL, TRIAL);
  if (data.some((value, i) => value !== drawn.data[i])) {
    throw new BrowserError(
      'read the pixels of a picture',
      'this browser changes them, so that pages cannot recognize it: expected them as they are',
      'Switch its protection against fingerprinting off for this site, or give pictures as PNG files.',
    );
  }
  isChecked = true;
}
