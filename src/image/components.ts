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
 * Labels the connected components of the non-zero pixels of `mask`: horizontal runs that touch are
 * united, which looks at each pixel a few times however large the components are.
 *
 * @param mask - Zero is background, shape [height, width].
 */
export function connectedComponents(
  mask: Uint8Array,
  width: number,
  height: number,
  connectivity: Connectivity,
): Components {
  const runs = findRuns(mask, width, height);
  const parents = Int32Array.from(runs.keys());
  uniteTouching(runs, parents, connectivity === 8 ? 1 : 0);
  return label(runs, parents, new Int32Array(width * height), width);
}

/** Foreground pixels side by side: columns `start` to `end - 1` of a row. */
interface Run {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/** All runs, row by row from the left. */
function findRuns(mask: Uint8Array, width: number, height: number): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < height; row++) {
    const origin = row * width;
    for (let column = 0; column < width; column++) {
      if (mask[origin + column] === 0) continue;
      const start = column;
      while (column < width && mask[origin + column] !== 0) column++;
      runs.push({ row, start, end: column });
    }
  }
  return runs;
}

/**
 * Unites each run with those that it touches in the row above.
 *
 * @param parents - Another run of the same component, or the run itself; shape [runs].
 * @param reach - Columns beyond its ends that a run still touches.
 */
function uniteTouching(runs: readonly Run[], parents: Int32Array, reach: number): void {
  let above = 0;
  for (const [i, { row, start, end }] of runs.entries()) {
    while (
      runs[above].row < row - 1 ||
      (runs[above].row === row - 1 && runs[above].end + reach <= start)
    ) {
      above++;
    }
    for (let j = above; runs[j].row === row - 1 && runs[j].start < end + reach; j++) {
      const [a, b] = [rootOf(parents, i), rootOf(parents, j)];
      // The earlier run becomes the root, so that roots are first runs of components.
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
}

function rootOf(parents: Int32Array, run: number): number {
  let root = run;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}

/** Numbers the components in the order of their first runs, and measures them. */
function label(
  runs: readonly Run[],
  parents: Int32Array,
  labels: Int32Array,
  width: number,
): Components {
  const numbers = new Int32Array(runs.length);
  const boxes: { area: number; left: number; right: number; top: number; bottom: number }[] = [];
  for (const [i, { row, start, end }] of runs.entries()) {
    const root = rootOf(parents, i);
    if (root === i) {
      numbers[i] = boxes.push({ area: 0, left: start, right: end, top: row, bottom: row });
    }
    numbers[i] = numbers[root];
    labels.fill(numbers[i], row * width + start, row * width + end);
    const box = boxes[numbers[i] - 1];
    box.area += end - start;
    box.left = Math.min(box.left, start);
    box.right = Math.max(box.right, end);
    box.bottom = row;
  }
  const components = boxes.map(({ area, left, right, top, bottom }) => {
    return { area, x: left, y: top, width: right - left, height: bottom - top + 1 };
  });
  return { labels, components };
}
