/**
 * The fields of a header that a part has only if somebody asked for what they say: others keep their bytes.
 *
 * @module
 */
import { alignmentField } from './alignment-request.ts';
import { layoutField } from './layout-header.ts';
import { type LightField, lightField, lightOf } from './light-header.ts';
import { type LookAreaField, lookAreaField, lookAreaOf } from './look-area-header.ts';
import type { Part } from './part.ts';
import { sizingField } from './sizing.ts';

/** The fields as a header has them. */
export interface OptionalFields
  extends LookAreaField, LightField, Pick<Part, 'sizing' | 'alignment' | 'layout'> {}

/** How they are checked. */
export const optionalFields: typeof lookAreaField &
  typeof lightField &
  typeof sizingField &
  typeof alignmentField &
  typeof layoutField = {
  ...lookAreaField,
  ...sizingField,
  ...lightField,
  ...alignmentField,
  ...layoutField,
};

/** Those of a part. */
export function optionalFieldsOf(part: Part): OptionalFields {
  const { sizing, alignment, layout } = part;
  return {
    ...lookAreaOf(part),
    ...(sizing && { sizing }),
    ...lightOf(part),
    ...(alignment && { alignment }),
    ...(layout && { layout }),
  };
}
