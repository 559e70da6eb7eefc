import { lightMethods } from 'fewgood';
import { z } from 'zod';
import { namedPictureSchema } from './picture.ts';

/** What is done about light. */
export const lightSchema = z
  .strictObject({
    method: z
      .enum(lightMethods)
      .default('none')
      .describe('what brings other light to that of the good pictures'),
    peaks: z
      .tuple([z.number(), z.number(), z.number()])
      .optional()
      .describe(
        "of invariant: wavelengths in nm at which the camera's colours peak, red, green, blue",
      ),
    flat: namedPictureSchema
      .optional()
      .describe(
        'the empty background, uploaded as the good pictures are: every picture is divided by it',
      ),
  })
  .meta({ id: 'Light' });

const maxAngle = z
  .number()
  .min(0)
  .max(180)
  .nullable()
  .describe('most that a part may be turned either way, degrees; null for any angle');
const maxOffset = z.number().min(0);

/** What is asked of how parts lie beside the first good picture. */
export const alignmentSchema = z
  .strictObject({
    maxAngle: maxAngle.default(null),
    maxOffset: maxOffset
      .nullable()
      .default(null)
      .describe(
        'most that its middle may have moved, pixels of the first good picture; null for any',
      ),
    regionMoves: z.boolean().default(false).describe('whether where to look moves with the part'),
  })
  .meta({ id: 'Alignment' });

/** What a version asks of how parts lie. */
export const learnedAlignmentSchema = z
  .strictObject({
    maxAngle,
    maxOffset: z.strictObject({ value: maxOffset, unit: z.enum(['px', 'mm']) }).nullable(),
    regionMoves: z.boolean(),
  })
  .meta({ id: 'LearnedAlignment' });

/** What a version does about light. */
export const learnedLightSchema = z
  .strictObject({
    method: z.enum(lightMethods),
    flat: z.boolean().describe('whether it divides by a picture of the empty background'),
  })
  .meta({ id: 'LearnedLight' });
