/**
 * Judges a picture by what lies at its places, each by the part of its kind.
 *
 * @module
 */
import type { RgbImage } from '../image/rgb-image.ts';
import type { PlacesLayout } from '../objects/layout.ts';
import { cutForKind, splitPlaces } from '../objects/split-places.ts';
import type { Inspection } from './inspection.ts';
import type { JudgedObject } from './judged-object.ts';
import { isEmpty, joinObjects } from './object-inspection.ts';
import { countReasons, kindReasons } from './object-reasons.ts';
import type { Reason } from './reason.ts';

/** What judging places needs. */
export interface PlaceInspectionOptions {
  /** Judges the picture of one object by the part of a kind. */
  readonly inspect: (image: RgbImage, kind: number) => Promise<Inspection>;
  /** Milliseconds of any clock. */
  readonly clock: () => number;
}

/**
 * Judges what lies at each place, and what lies beside them, and joins what was found: the worst decides. Where
 * something else lies than should, it is found out whether it is of another kind. The score of the picture is that of the
 * worst over the threshold of its kind, and its threshold 1.
 *
 * @param image - Of any size, shape [H, W, 3].
 */
export async function inspectPlaces(
  image: RgbImage,
  layout: PlacesLayout,
  { inspect, clock }: PlaceInspectionOptions,
): Promise<Inspection> {
  const start = clock();
  const objects = splitPlaces(image, layout);
  const splitting = clock() - start;
  const judged: JudgedObject[] = [];
  for (const [p, object] of objects.entries()) {
    const inspection = await inspect(object.image, object.place?.number ?? 0);
    const isRest = p >= layout.places.length;
    const found =
      inspection.verdict === 'pass' || isRest
        ? undefined
        : await kindAt(image, layout, { place: p, inspect });
    judged.push({
      object,
      inspection: found === undefined ? inspection : ofOtherKind(inspection, found),
    });
  }
  const atPlaces = judged.slice(0, layout.places.length);
  const names = atPlaces.flatMap((one) =>
    isEmpty(one) && one.object.place ? [one.object.place.name] : [],
  );
  const found = atPlaces.length - names.length;
  const own = [
    ...countReasons(found, atPlaces.length, names.length === 0 ? undefined : { names }),
    ...kindReasons(judged),
  ];
  return inThresholds(joinObjects(image, layout, { judged, own, found, splitting }));
}

/** Scores of several kinds have nothing in common but their thresholds. */
function inThresholds(inspection: Inspection): Inspection {
  const { ratio } = inspection;
  return ratio === null ? inspection : { ...inspection, score: ratio, threshold: 1 };
}

/** What lies at a place, if that is a good part of another kind. */
async function kindAt(
  image: RgbImage,
  layout: PlacesLayout,
  { place: number, inspect }: Pick<PlaceInspectionOptions, 'inspect'> & { readonly place: number },
): Promise<string | undefined> {
  const { kinds, places, hasRest } = layout;
  const place = places[number];
  const others = kinds.slice(0, hasRest ? -1 : undefined).entries();
  for (const [kind, name] of others) {
    if (kind === place.kind) continue;
    const { verdict } = await inspect(cutForKind(image, layout, place, kind), kind);
    if (verdict === 'pass') return name;
  }
  return undefined;
}

/** A place where another kind lies is not empty, and what should lie there is not there. */
function ofOtherKind(inspection: Inspection, found: string): Inspection {
  const reason: Reason = {
    code: 'other-kind',
    message: `what lies there passes as another kind: ${found}`,
    remedy: 'Lay each part where it belongs.',
    facts: { found },
  };
  const reasons = inspection.reasons.filter(({ code }) => code !== 'absent');
  return { ...inspection, verdict: 'fail', reasons: [reason, ...reasons] };
}
