/** Drawn kits: parts of several kinds, each at a place of its own. */
import { crop } from '../../src/image/draw.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import type { Inspection } from '../../src/inspection/inspection.ts';
import type { Part } from '../../src/inspection/part.ts';
import { enrollPlaces, type PlaceEnrolmentOptions } from '../../src/inspection/place-enrolment.ts';
import type { NamedImage } from '../../src/inspection/support-pictures.ts';
import type { WantedPlace } from '../../src/objects/wanted-places.ts';
import type { Runtime } from '../../src/runtime.ts';
import { type KitPart, type NamedKind, renderKit } from '../../src/synthetic/index.ts';
import { smallModel, striped } from './small-part.ts';

/** Of few weights: what it tells apart are drawn kits alone. */
export const kitModel: Uint8Array = smallModel();
/** Both directions of matching, and few copies. */
export const kitSettings = {
  augment: ['rotation'],
  pose: 'fixed',
  size: 96,
  retrieve: 8,
  reverse: 0.5,
  presence: 'check',
} as const;

/** What belongs at each place; nothing at the last two, which have no name. */
export const kit = ['tablet', 'circuit-board', 'tablet', 'connector', null, null] as const;
/** Of the places that have one. */
export const placeNames: readonly string[] = ['pill left', 'board', 'pill right', 'plug'];
/** Thirds and halves of the picture. */
export const kitPlaces: readonly WantedPlace[] = placeNames.map((name, i): WantedPlace => {
  const box = { x: (i % 3) / 3, y: Math.floor(i / 3) / 2, width: 1 / 3, height: 1 / 2 };
  return { name, kind: String(kit[i]), box };
});

/** A kit in which other things lie at some places, by their numbers. */
export function drawKit(
  seed: number,
  changes: Readonly<Record<number, KitPart | null>> = {},
): RgbImage {
  const parts = kit.map((kind, i) => {
    if (i in changes) return changes[i] ?? null;
    return kind === null ? null : good(kind);
  });
  const frame = { columns: 3, rows: 2, place: 96, light: 'fixed', isTurned: false } as const;
  return renderKit({ ground: 'washer', seed, parts, ...frame }).image;
}

/** A good part. */
export function good(kind: NamedKind): KitPart {
  return { kind, defect: null };
}

/** Good kits to learn from. */
export const kitPictures: readonly NamedImage[] = [1, 2, 3].map((seed) => ({
  name: `kit-${seed}.png`,
  image: drawKit(seed),
}));

/** The kit with stripes over what lies at a place. */
export function withStripes(image: RgbImage, number: number): RgbImage {
  const [left, top] = [96 * (number % 3), 96 * Math.floor(number / 3)];
  const stripes = striped(crop(image, { x: left, y: top, width: 96, height: 96 }));
  const data = image.data.slice();
  for (let y = 0; y < 96; y++) {
    data.set(stripes.data.subarray(288 * y, 288 * (y + 1)), 3 * ((top + y) * image.width + left));
  }
  return { ...image, data };
}

/** The names of the places that do not pass. */
export function notPassed({ objects = [] }: Inspection): (string | undefined)[] {
  return objects.filter(({ verdict }) => verdict !== 'pass').map(({ place }) => place);
}

/** A part of the kit. */
export async function learnKit(
  runtime: Runtime,
  options: Partial<PlaceEnrolmentOptions> = {},
): Promise<Part> {
  return enrollPlaces(kitPictures, {
    runtime,
    model: kitModel,
    settings: kitSettings,
    places: kitPlaces,
    ...options,
  });
}
