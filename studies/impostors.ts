/**
 * Pictures that show no good part: what a station sees when the nest is empty, the lamp is out, the
 * lens is dirty or somebody else's part lies there. None of them may pass.
 *
 * @module
 */
import { crop } from '../src/image/draw.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';

/** Share of the picture's width by which a part is shifted out of it. */
const SHIFT = 0.6;
/** Light that is left when a lamp fails. */
const DARK = 0.35;
/** Standard deviation of the blur, as a share of the longer side. */
const BLUR = 1 / 40;

/** What makes an impostor of a good picture; `foreign` is a good picture of another part. */
type Maker = (good: RgbImage, foreign: RgbImage) => RgbImage;

const MAKERS = {
  /** The part's own background, continued over the frame from its borders. */
  empty: (good) => background(good),
  /** A covered camera. */
  black: (good) => mapChannels(good, () => 0),
  /** A blinded camera. */
  white: (good) => mapChannels(good, () => 255),
  /** The part half out of the frame, background where it was. */
  half: (good) => pasted(background(good), good, Math.round(good.width / 2), 0),
  /** The part farther out. */
  shifted: (good) => pasted(background(good), good, Math.round(good.width * SHIFT), 0),
  /** Another part. */
  foreign: (_, foreign) => foreign,
  /** The part at half its size, on its background. */
  small: (good) => {
    const half = resizeBilinear(good, Math.ceil(good.width / 2), Math.ceil(good.height / 2));
    return pasted(background(good), half, good.width >> 2, good.height >> 2);
  },
  /** The middle of the part at twice its size. */
  large: (good) => {
    const [width, height] = [(good.width + 1) >> 1, (good.height + 1) >> 1];
    const middle = crop(good, { x: good.width >> 2, y: good.height >> 2, width, height });
    return resizeBilinear(middle, good.width, good.height);
  },
  /** A third of the light. */
  dark: (good) => mapChannels(good, (value) => value * DARK),
  /** Far out of focus. */
  blurred: (good) => blurred(good),
  /** Red and blue exchanged; nothing of a grey picture. */
  swapped: (good) => swapped(good),
  /** Light and dark exchanged. */
  negative: (good) => mapChannels(good, (value) => 255 - value),
  /** Left and right exchanged: of many parts still a good one, so that it is told by itself. */
  mirrored: (good) => mirrored(good),
  /** A picture of one pixel. */
  pixel: (good) => resizeBilinear(good, 1, 1),
  /** A picture of another aspect ratio. */
  stretched: (good) => resizeBilinear(good, good.width * 2, good.height),
} satisfies Record<string, Maker>;

/** A kind of impostor. */
export type Impostor = keyof typeof MAKERS;

/** Every kind of impostor. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table, of which there are some
export const IMPOSTORS = Object.keys(MAKERS) as [Impostor, ...Impostor[]];

/** Whether no good part looks like that, whatever the part. */
export function isNeverGood(kind: string): boolean {
  return kind !== 'mirrored';
}

/**
 * Makes an impostor of a good picture.
 *
 * @param foreign - A good picture of another part, of any size.
 */
export function impostorOf(kind: Impostor, good: RgbImage, foreign: RgbImage): RgbImage {
  const make: Maker = MAKERS[kind];
  return make(good, foreign);
}

/** Fills the frame from its four borders: between them each pixel is the mean of what they continue. */
function background({ data, width, height }: RgbImage): RgbImage {
  const filled = new Uint8Array(data.length);
  const at = (x: number, y: number, c: number): number => data[(y * width + x) * 3 + c];
  for (let y = 0; y < height; y++) {
    const v = height > 1 ? y / (height - 1) : 0;
    for (let x = 0; x < width; x++) {
      const u = width > 1 ? x / (width - 1) : 0;
      for (let c = 0; c < 3; c++) {
        const across = (1 - u) * at(0, y, c) + u * at(width - 1, y, c);
        const down = (1 - v) * at(x, 0, c) + v * at(x, height - 1, c);
        filled[(y * width + x) * 3 + c] = Math.round((across + down) / 2);
      }
    }
  }
  return { data: filled, width, height };
}

/** A picture laid onto another; what stands out is cut off. */
function pasted(onto: RgbImage, image: RgbImage, left: number, top: number): RgbImage {
  const data = Uint8Array.from(onto.data);
  const columns = Math.min(image.width, onto.width - left);
  for (let y = 0; y < Math.min(image.height, onto.height - top); y++) {
    const row = image.data.subarray(y * image.width * 3, (y * image.width + columns) * 3);
    data.set(row, ((top + y) * onto.width + left) * 3);
  }
  return { ...onto, data };
}

function blurred(image: RgbImage): RgbImage {
  const { width, height } = image;
  const coarse = Math.max(2, Math.round(Math.max(width, height) * BLUR));
  const small = resizeBilinear(
    image,
    Math.max(1, Math.round(width / coarse)),
    Math.max(1, Math.round(height / coarse)),
  );
  return resizeBilinear(small, width, height);
}

function swapped(image: RgbImage): RgbImage {
  const data = new Uint8Array(image.data.length);
  for (let p = 0; p < data.length; p += 3) {
    [data[p], data[p + 1], data[p + 2]] = [image.data[p + 2], image.data[p + 1], image.data[p]];
  }
  return { ...image, data };
}

function mirrored({ data, width, height }: RgbImage): RgbImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + width - 1 - x) * 3;
      turned.set(data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { data: turned, width, height };
}

function mapChannels(image: RgbImage, value: (channel: number) => number): RgbImage {
  return { ...image, data: image.data.map((channel) => Math.round(value(channel))) };
}
