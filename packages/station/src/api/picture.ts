import { z } from 'zod';
import { lookAreaSchema } from './look-area.ts';
import { nameSchema, noticeSchema, sha256Schema, timeSchema } from './common.ts';

/** A picture that was sent, as it is kept: by the hash of its bytes. */
export const pictureSchema = z
  .strictObject({
    sha256: sha256Schema,
    type: z.string().describe('media type, such as image/png'),
    bytes: z.int(),
    storedAt: timeSchema,
  })
  .meta({ id: 'Picture' });
export type Picture = z.infer<typeof pictureSchema>;

/** Which pictures a part is learned from. */
export const namedPictureSchema = z
  .strictObject({ sha256: sha256Schema, name: nameSchema })
  .meta({ id: 'NamedPicture' });
export type NamedPicture = z.infer<typeof namedPictureSchema>;

/** Pictures to be looked at before they are learned. */
export const pictureCheckRequestSchema = z
  .strictObject({
    pictures: z.array(namedPictureSchema).min(1).max(64),
    lookArea: lookAreaSchema.optional().describe('where to look; else the whole picture'),
  })
  .meta({ id: 'PictureCheckRequest' });

export type PictureCheckRequest = z.infer<typeof pictureCheckRequestSchema>;

/** What is doubtful about pictures as a support set: blur, light, near copies, one unlike the others. */
export const pictureCheckSchema = z
  .strictObject({
    pictures: z.array(
      z.strictObject({
        sha256: sha256Schema,
        name: z.string(),
        width: z.int().nullable().describe('pixels; null where it cannot be read'),
        height: z.int().nullable(),
        fault: noticeSchema.nullable().describe('why it cannot be read'),
      }),
    ),
    warnings: z.array(noticeSchema).describe('facts name the pictures that they are about'),
  })
  .meta({ id: 'PictureCheck' });
export type PictureCheck = z.infer<typeof pictureCheckSchema>;
