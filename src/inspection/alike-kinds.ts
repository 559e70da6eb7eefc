/**
 * Finds kinds that a part of several would not tell apart.
 *
 * @module
 */
import type { RgbImage } from '../image/rgb-image.ts';
import type { PlacesLayout } from '../objects/layout.ts';
import { cutForKind } from '../objects/split-places.ts';
import type { EnrolmentOptions } from './enrolment-options.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { Inspector } from './inspector.ts';
import { kindsOf } from './part-kinds.ts';
import type { Part } from './part.ts';
import type { GoodPicture } from './support-pictures.ts';

/** Good pictures that are looked at: more say little more, and each is judged by every kind. */
const PICTURES = 2;

/**
 * Lays each kind where every other one belongs, and warns of each that passes there.
 *
 * @param pictures - Good ones, of which the first are looked at.
 */
export async function alikeKinds(
  part: Part,
  pictures: readonly GoodPicture[],
  options: Pick<EnrolmentOptions, 'runtime' | 'model' | 'companions'>,
): Promise<EnrolmentWarning[]> {
  const { layout } = part;
  if (layout?.kind !== 'places') return [];
  const { runtime, model, companions = [] } = options;
  const images: RgbImage[] = [];
  for (const one of pictures.slice(0, PICTURES)) {
    images.push('image' in one ? one.image : await one.read());
  }
  const warnings: EnrolmentWarning[] = [];
  for (const number of atPlaces(layout)) {
    const others = atPlaces(layout).filter((other) => other !== number);
    if (others.length === 0) return [];
    const { layout: _, kinds: __, ...alone } = kindsOf(part)[number];
    const inspector = await Inspector.create(alone, { runtime, model, companions });
    try {
      for (const other of others) {
        const place = layout.places.find(({ kind }) => kind === other);
        if (place === undefined) continue;
        const laid = images.map((image) => cutForKind(image, layout, place, number));
        if (!(await anyPasses(inspector, laid))) continue;
        warnings.push(alike(layout.kinds[other], layout.kinds[number]));
      }
    } finally {
      await inspector.release();
    }
  }
  return warnings;
}

async function anyPasses(inspector: Inspector, images: readonly RgbImage[]): Promise<boolean> {
  for (const image of images) {
    if ((await inspector.inspect(image)).verdict === 'pass') return true;
  }
  return false;
}

/** The numbers of the kinds that lie at places. */
function atPlaces({ kinds, hasRest }: PlacesLayout): number[] {
  return [...kinds.slice(0, hasRest ? -1 : undefined).keys()];
}

function alike(found: string, belongs: string): EnrolmentWarning {
  return {
    code: 'kinds-alike',
    message: `a good ${found} passes where a ${belongs} belongs: exchanging them would not be noticed`,
    remedy:
      'Make places smaller about the parts or pictures larger, so that the kinds differ more, or see to it by other means.',
    facts: { found, belongs },
  };
}
