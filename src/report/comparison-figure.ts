import type { EntryContext } from './entry-context.ts';
import { formatScore } from '../page/format.ts';
import { html, type Html } from '../page/html.ts';
import type { InspectedEntry } from '../inspection/entry.ts';
import { supportPicturesOf } from '../inspection/part-kinds.ts';
import { comparePatches, type PatchView } from './patch-comparison.ts';
import { encodePicture, showPicture } from '../page/picture.ts';

/** The hottest patch beside the support patch that comes nearest to it, if that can be shown. */
export async function comparisonFigure(
  { image, inspection }: InspectedEntry,
  { part, encode }: EntryContext,
): Promise<Html | undefined> {
  const { nearest, distance, level, model } = inspection.hottest;
  const patches = comparePatches(part, image, inspection.hottest);
  if (patches === undefined) return undefined;
  const show = async (view: PatchView, alternative: string): Promise<Html> => {
    const boxes = { boxes: [view.box], extent: view.image, numbered: false };
    return showPicture(await encodePicture(view.image, encode), alternative, boxes);
  };
  const { name } = supportPicturesOf(part)[nearest.picture];
  const variant = nearest.augmentation === 'identity' ? '' : `, ${nearest.augmentation}`;
  const place = model === undefined ? level : `${level} of ${model}`;
  return html`<div class="comparison">
    <figure>
      ${await show(patches.hottest, 'Hottest patch of the picture')}
      <figcaption>Hottest patch</figcaption>
    </figure>
    <figure>
      ${await show(patches.nearest, `Nearest patch of the good picture ${name}`)}
      <figcaption>Nearest good patch</figcaption>
    </figure>
    <p>
      Nearest in <bdi>${name}</bdi>${variant}: distance ${formatScore(distance)} at ${place}. Both
      as the model sees them.
    </p>
  </div>`;
}
