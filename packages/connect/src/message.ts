import { createHash } from 'node:crypto';
import { inspectionSchema } from '@fewgood/station/api';
import type { Letter } from '@fewgood/station';
import { z } from 'zod';

/** SHA-256 of nothing: of what was read, or judged by, where nothing could be. */
export const NOTHING_SHA256: string = createHash('sha256').digest('hex');

/** What receivers are told of an inspection. */
export const verdictMessageSchema = z.strictObject({
  type: z.literal('verdict'),
  /** Number of this format: one that has more, or less, has another. */
  format: z.literal(1),
  /** Id of the inspection: whoever gets a message twice knows it by this. */
  key: z.string(),
  /** What the station is called. */
  station: z.string(),
  /** Whether it passed; what failed, could not be judged or read is not good. */
  good: z.boolean(),
  partName: z.string(),
  /** As the API of the station has it. */
  inspection: inspectionSchema,
  /** Where more of it is: paths, or addresses where the configuration says how the station is reached. */
  links: z.strictObject({ inspection: z.string(), overlay: z.string().nullable() }),
  /** What `fewgood inspect --json` writes of it, where the connector asks for details. */
  record: z.unknown().optional(),
});
export type VerdictMessage = z.infer<typeof verdictMessageSchema>;

/** What is the same for all messages of a connector. */
export interface MessageFrame {
  readonly station: string;
  /** Where the station is reached. */
  readonly address: string | undefined;
  readonly details: boolean;
}

/** A message on its way. */
export interface OutgoingMessage {
  readonly key: string;
  readonly message: VerdictMessage;
  /** The same bytes at each attempt, as receivers may compare them. */
  readonly body: string;
}

/** Writes a letter as receivers get it. */
export function writeMessage(letter: Letter, frame: MessageFrame): OutgoingMessage {
  const { record, overlay, ...inspection } = letter.inspection;
  const key = inspection.id;
  const path = `/api/inspections/${key}`;
  const linkOf = (to: string): string =>
    frame.address === undefined ? to : new URL(to, frame.address).href;
  const message: VerdictMessage = {
    type: 'verdict',
    format: 1,
    key,
    station: frame.station,
    good: inspection.verdict === 'pass',
    partName: letter.partName,
    inspection,
    links: letter.links ?? {
      inspection: linkOf(path),
      overlay: overlay === null ? null : linkOf(`${path}/overlay`),
    },
    ...(frame.details && { record }),
  };
  return { key, message, body: JSON.stringify(message) };
}
