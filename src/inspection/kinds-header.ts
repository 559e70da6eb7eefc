/**
 * What the headers of a part of several kinds must say of each other: the rest of the code goes by it without a look.
 *
 * @module
 */
import type { ObjectLayout, PlacesLayout } from '../objects/layout.ts';
import { damagedPart } from './part-container.ts';
import type { Part } from './part.ts';

/** What is looked at of a header. */
interface HeaderOfKinds extends Pick<Part, 'model'> {
  readonly companions: readonly Pick<Part, 'model'>[];
  readonly layout?: ObjectLayout | undefined;
  readonly kinds?: readonly HeaderOfKinds[];
}

/**
 * Checks the kinds of a header against its layout.
 *
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if the layout has other kinds, or kinds have further ones or other models.
 */
export function assertConsistentKinds(header: HeaderOfKinds, name: string): void {
  const { layout, kinds = [] } = header;
  const named = layout?.kind === 'places' ? layout.kinds.length : 1;
  if (named !== 1 + kinds.length) {
    throw damagedPart(name, `its layout has ${named} kinds, and it ${1 + kinds.length}`);
  }
  if (layout?.kind === 'places') assertPlaces(layout, name);
  for (const kind of kinds) {
    if (kind.layout !== undefined || kind.kinds !== undefined) {
      throw damagedPart(name, 'one of its kinds has a layout of its own');
    }
    if (modelsOf(kind) !== modelsOf(header)) {
      throw damagedPart(name, 'its kinds are of different models');
    }
  }
}

function assertPlaces({ kinds, places, hasRest }: PlacesLayout, name: string): void {
  const ofPlaces = kinds.length - (hasRest ? 1 : 0);
  const stranger = places.find(({ kind }) => kind >= ofPlaces);
  if (stranger === undefined) return;
  throw damagedPart(name, `a place has kind ${stranger.kind} of ${ofPlaces}`);
}

function modelsOf({ model, companions }: HeaderOfKinds): string {
  return [model, ...companions.map((view) => view.model)].map(({ sha256 }) => sha256).join();
}
