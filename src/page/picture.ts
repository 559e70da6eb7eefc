import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { html, type Html } from './html.ts';

/** Turns a picture into a `data:` URI, in whatever format the platform can write. */
export type EncodeImage = (image: RgbImage) => Promise<string>;

/** A picture of the report that is ready to be shown. */
export interface Picture {
  /** A `data:` URI. */
  readonly source: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** Boxes to be drawn over a picture. */
export interface BoxOverlay {
  /** The boxes. */
  readonly boxes: readonly Rectangle[];
  /** Size of the picture that the boxes are in pixels of. */
  readonly extent: Size;
  /** Number the boxes from 1, as the table of defects does. */
  readonly numbered: boolean;
}

/** Encodes a picture, keeping its size so that the page need not wait for it to be laid out. */
export async function encodePicture(image: RgbImage, encode: EncodeImage): Promise<Picture> {
  return { source: await encode(image), width: image.width, height: image.height };
}

/**
 * A picture with boxes over it, drawn as lines that stay sharp at any size.
 *
 * @param alternative - What the picture shows, for those who do not see it.
 */
export function showPicture(picture: Picture, alternative: string, overlay?: BoxOverlay): Html {
  const { source, width, height } = picture;
  return html`<div class="frame">
    <img
      src="${source}"
      width="${width}"
      height="${height}"
      alt="${alternative}"
      decoding="async"
    />${overlay && showBoxes(overlay)}
  </div>`;
}

function showBoxes({ boxes, extent, numbered }: BoxOverlay): Html {
  const { width, height } = extent;
  const letter = Math.max(width, height) / 18;
  const shapes = boxes.map((box, i) => {
    const shape = html`x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`;
    const outline = html`<rect class="casing" ${shape} /><rect class="line" ${shape} />`;
    return numbered ? html`${outline}${tag(i + 1, box, letter)}` : outline;
  });
  return html`<svg class="boxes" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    ${shapes}
  </svg>`;
}

/** A number at the box's upper left corner, above it where there is room, else inside. */
function tag(number: number, box: Rectangle, letter: number): Html {
  const side = letter * (number < 10 ? 1.15 : 1.75);
  const top = box.y >= letter * 1.15 ? box.y - letter * 1.15 : box.y;
  return html`<rect
      class="tag"
      x="${box.x}"
      y="${top}"
      width="${side}"
      height="${letter * 1.15}"
    /><text class="number" x="${box.x + side / 2}" y="${top + letter * 0.93}" font-size="${letter}"
      >${number}</text
    >`;
}
