/**
 * Drawn kits of which is known what lies where.
 *
 * @module
 */
import type { RgbImage } from '../src/image/rgb-image.ts';
import type { WantedPlace } from '../src/objects/wanted-places.ts';
import type { Random } from '../src/random.ts';
import { defectKinds, type KitPart, type NamedKind, renderKit } from '../src/synthetic/index.ts';

/** Places a row of a kit. */
const COLUMNS = 3;
/** Rows of places; the last place has no name, and nothing lies there. */
const ROWS = 2;

/** What belongs at each place that has a name. */
const KINDS: readonly NamedKind[] = ['hex-nut', 'washer', 'hex-nut', 'gear', 'bracket'];

/** The places, in shares of the picture. */
export const PLACES: readonly WantedPlace[] = KINDS.map((kind, i) => ({
  name: `${kind} ${i + 1}`,
  kind,
  box: {
    x: (i % COLUMNS) / COLUMNS,
    y: Math.floor(i / COLUMNS) / ROWS,
    width: 1 / COLUMNS,
    height: 1 / ROWS,
  },
}));

/** What is wrong at a place. */
type Sort = 'good' | 'defective' | 'missing' | 'exchanged';

/** A kit with what is known of it. */
export interface PlannedKit {
  readonly image: RgbImage;
  /** Of each place. */
  readonly sorts: readonly Sort[];
  /** What lies at each place. */
  readonly kinds: readonly (NamedKind | null)[];
  /** Whether something lies beside the places. */
  readonly isSurplus: boolean;
}

/** A kit in which other things lie at some places. */
export function drawKit(
  random: Random,
  changes: Readonly<Record<number, KitPart | null>>,
): RgbImage {
  const parts = Array.from({ length: COLUMNS * ROWS }, (_, i): KitPart | null => {
    const kind = KINDS[i];
    const change = changes[i];
    if (change !== undefined) return change;
    return kind === undefined ? null : { kind, defect: null };
  });
  const frame = { columns: COLUMNS, rows: ROWS, place: 128 };
  return renderKit({ ground: 'washer', seed: random.below(2 ** 31), parts, ...frame }).image;
}

/** Kits by turns: a defect, a part missing, two exchanged, one too many, none of it. */
export function planKit(random: Random, number: number): PlannedKit {
  const sorts = KINDS.map((): Sort => 'good');
  const kinds: (NamedKind | null)[] = [...KINDS];
  const changes: Record<number, KitPart | null> = {};
  const place = random.below(KINDS.length);
  const turn = number % 5;
  if (turn === 0) {
    const kind = KINDS[place];
    const defects = defectKinds.filter((one) => one !== 'missing-feature');
    const defect = defects[random.below(defects.length)];
    if (kind && defect) changes[place] = { kind, defect };
    sorts[place] = 'defective';
  } else if (turn === 1) {
    changes[place] = null;
    kinds[place] = null;
    sorts[place] = 'missing';
  } else if (turn === 2) {
    const others = [...KINDS.keys()].filter((one) => KINDS[one] !== KINDS[place]);
    const other = others[random.below(others.length)] ?? 0;
    for (const [at, from] of [
      [place, other],
      [other, place],
    ] as const) {
      const kind = KINDS[from];
      if (kind) changes[at] = { kind, defect: null };
      kinds[at] = kind ?? null;
      sorts[at] = 'exchanged';
    }
  } else if (turn === 3) {
    const kind = KINDS[place];
    if (kind) changes[KINDS.length] = { kind, defect: null };
  }
  const image = drawKit(random.fork('kit'), changes);
  return { image, sorts, kinds, isSurplus: turn === 3 };
}
