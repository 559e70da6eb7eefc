/**
 * What the headers of a part of several kinds must say of each other: the rest of the code goes by it without a look.
 *
 * @module
 */
import * as z from 'zod';
import type { ObjectLayout, PlacesLayout } from '../objects/layout.ts';
import { checkHeader, damagedPart } from './part-container.ts';
import type { Part } from './part.ts';

/** The headers of further kinds in a header. */
const kindsSchema = z.object({ kinds: z.array(z.looseObject({})).min(1).optional() });

/**
 * The headers of further kinds, unread; undefined of a part of one kind.
 *
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if one has kinds, too, of which a file could hold any depth, or a layout.
 */
export function kindHeaders(header: unknown, name: string): readonly object[] | undefined {
  const { kinds } = checkHeader(kindsSchema, header, name);
  if (kinds?.some((kind) => 'layout' in kind || 'kinds' in kind)) {
    throw damagedPart(name, 'one of its kinds has a layout, or kinds, of its own');
  }
  return kinds;
}

/** What is looked at of a header. */
interface HeaderOfKinds extends Pick<Part, 'model'> {
  readonly companions: readonly Pick<Part, 'model'>[];
  readonly layout?: ObjectLayout | undefined;
  readonly kinds?: readonly Omit<HeaderOfKinds, 'layout' | 'kinds'>[];
}

/**
 * Checks the kinds of a header against its layout.
 *
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if the layout has other kinds, or kinds have other models.
 */
export function assertConsistentKinds(header: HeaderOfKinds, name: string): void {
  const { layout, kinds = [] } = header;
  const named = layout?.kind === 'places' ? layout.kinds.length : 1;
  if (named !== 1 + kinds.length) {
    throw damagedPart(name, `its layout has ${named} kinds, and it ${1 + kinds.length}`);
  }
  if (layout?.kind === 'places') assertPlaces(layout, name);
  for (const kind of kinds) {
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

function modelsOf({ model, companions }: Omit<HeaderOfKinds, 'layout' | 'kinds'>): string {
  return [model, ...companions.map((view) => view.model)].map(({ sha256 }) => sha256).join();
}
