/**
 * Connected components of a mask: the defects of a ground truth, the regions of a verdict.
 *
 * @module
 */

/** Which pixels touch: 4 by sides, 8 by sides and corners. */
export type Connectivity = 4 | 8;

/** One connected component; its label is its place in the list plus one. */
export interface Component {
  /** Pixels. */
  readonly area: number;
  /** First column. */
  readonly x: number;
  /** First row. */
  readonly y: number;
  /** Columns of the bounding box. */
  readonly width: number;
  /** Rows of the bounding box. */
  readonly height: number;
}

/** Every pixel's component. */
export interface Components {
  /** 0 is background, n the n-th component; shape [height, width]. */
  readonly labels: Int32Array;
  /** In the order of their first pixels, row by row, as scipy.ndimage.label numbers them. */
  readonly components: readonly Component[];
}

/**
 * Labels the connected components of the non-zero pixels of `mask`, by flood fill.
 *
 * @param mask - Zero is background, shape [height, width].
 */
export function connectedComponents(
  mask: Uint8Array,
  width: number,
  height: number,
  connectivity: Connectivity,
): Components {
  const labels = new Int32Array(width * height);
  const components: Component[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    const label = components.length + 1;
    components.push(fill({ mask, labels, width, height, connectivity }, start, label));
  }
  return { labels, components };
}

/** The state of a labelling. */
interface Canvas {
  readonly mask: Uint8Array;
  readonly labels: Int32Array;
  readonly width: number;
  readonly height: number;
  readonly connectivity: Connectivity;
}

/** Gives `label` to the component of the pixel `start`. */
function fill(canvas: Canvas, start: number, label: number): Component {
  const { labels, width } = canvas;
  const stack = [start];
  labels[start] = label;
  let area = 0;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    area++;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    pushNeighbours(canvas, stack, pixel);
  }
  return { area, x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Labels and stacks the unlabelled foreground pixels that touch `pixel`. */
function pushNeighbours(canvas: Canvas, stack: number[], pixel: number): void {
  const { mask, labels, width, height, connectivity } = canvas;
  const x = pixel % width;
  const y = (pixel - x) / width;
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      const neighbour = ny * width + nx;
      const touches = connectivity === 8 || nx === x || ny === y;
      if (!touches || mask[neighbour] === 0 || labels[neighbour] !== 0) continue;
      labels[neighbour] = labels[pixel];
      stack.push(neighbour);
    }
  }
}
